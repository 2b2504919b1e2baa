import Testing

@testable import GradViz

@Suite struct MathTextTests {
  /// What a user types, and what TeX gets for it in math mode.
  static let names: [(String, String)] = [
    ("a", "a"), ("x1", "x_1"), ("x12", "x_{12}"), ("x_1", "x_1"), ("x1w1", "x_1w_1"), ("w[1][2]", "w_{1,2}"),
    ("w_ij", "w_{\\mathit{ij}}"), ("loss", "\\mathit{loss}"), ("loss_of_all", "\\mathit{loss\\_of\\_all}"),
    ("a_long_name", "\\mathit{a\\_long\\_name}"), ("dL_da", "\\mathit{dL\\_da}"),
    ("alpha", "\\alpha"), ("beta2", "\\beta_2"), ("β2", "\\beta_2"), ("αx", "\\alpha x"),
    ("Omega", "\\Omega"),
    ("layers[0].neurons[2].b", "\\mathit{layers}_0.\\mathit{neurons}_2.b"), ("x1*w1", "x_1{*}w_1"),
    ("x1*w1 + b", "x_1{*}w_1 + b"), ("tanh(n)", "\\tanh(n)"), ("relu(n)", "\\mathrm{relu}(n)"),
    ("a b", "a\\ b"), ("log-loss", "\\mathit{log}\\mbox{-}\\mathit{loss}"), ("2.5e−7", "2.5\\cdot10^{-7}"),
    ("a → b", "a \\to  b"), ("x[", "x\\mbox{[}"), ("_", "\\mbox{\\_}"), ("", ""),
    ("é", "\\mbox{é}"), ("😀", "\\mbox{\\gradvizchar{1F600}{128512}}"),
  ]

  @Test(arguments: names) func namesAreTypesetAsMathematics(_ name: String, _ tex: String) {
    #expect(MathText(name).tex == tex)
  }

  @Test func derivativesBracketWhatIsMoreThanAName() {
    #expect(MathText.derivative(of: "L", by: "a") == "\\partial L/\\partial a")
    #expect(MathText.derivative(of: "L", by: "x1*w1") == "\\partial L/\\partial (x_1{*}w_1)")
  }

  static let texts: [(String, String)] = [
    ("50% of a_1", "50\\% of a\\_1"), ("\\input{/etc/passwd}", "\\textbackslash{}input\\{/etc/passwd\\}"),
    ("$x$ & #1 ~ ^", "\\$x\\$ \\& \\#1 \\textasciitilde{} \\textasciicircum{}"), ("a--b", "a-{-}b"),
    ("a  b", "a \\ b"), ("\"`", "\\symbol{34}\\symbol{96}"), ("−3 · 2", "$-$3 $\\cdot$ 2"), ("Zoë", "Zoë"),
    ("中", "\\gradvizchar{4E2D}{20013}"),
  ]

  @Test(arguments: texts) func textIsData(_ text: String, _ tex: String) {
    #expect(TexText.escaped(text) == tex)
  }

  static let numbers: [(String, String)] = [
    ("−6", "$-6$"), ("0.7071", "$0.7071$"), ("−1.5e−7", "$-1.5\\cdot10^{-7}$"), ("2e10", "$2\\cdot10^{10}$"),
    ("-8.0000", "$-8.0000$"), ("—", "---"), ("⚠ NaN", "\\textbf{!} NaN"),
    ("⚠ −∞", "\\textbf{!} $-$$\\infty$"),
    ("nan", "nan"),
  ]

  @Test(arguments: numbers) func numbersHaveSignsAndPowers(_ number: String, _ tex: String) {
    #expect(TexText.number(number) == tex)
  }
}
