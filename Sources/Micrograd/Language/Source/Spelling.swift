/// The word that was probably meant.
package enum Spelling {
  /// The candidate with the fewest edits, if it is near enough to be worth asking about.
  ///
  ///     Spelling.nearest(to: "tahn", among: ["tanh", "sin"])   // "tanh"
  ///
  /// Edits are insertions, deletions, replacements and swaps of neighbours (Damerau, 1964). Names longer
  /// than 40 letters and lists beyond 1,000 are not looked at.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    guard word.count <= 40 else { return nil }
    let letters = Array(word.lowercased())
    let most = letters.count < 2 ? 0 : max(1, letters.count / 3)
    var best: (word: String, edits: Int, growth: Int)?
    for candidate in candidates.prefix(1000) where abs(candidate.count - letters.count) <= most {
      let edits = distance(letters, Array(candidate.lowercased()))
      // Of tahn, tanh is nearer than tan: a swap keeps every letter.
      let growth = abs(candidate.count - letters.count)
      if edits <= most && (edits, growth) < (best?.edits ?? .max, best?.growth ?? .max) {
        best = (candidate, edits, growth)
      }
    }
    return best?.word
  }

  /// What to put behind a message about an unknown word: `; did you mean 'tanh'?`, or nothing.
  package static func remark(on word: String, among candidates: [String]) -> String {
    let usual = elsewhere[word].flatMap { candidates.contains($0) ? $0 : nil }
    return (usual ?? nearest(to: word, among: candidates)).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// What is called otherwise in mathematics or in other languages.
  private static let elsewhere = [
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign", "length": "len",
    "null": "None", "nil": "None", "undefined": "None", "push": "append", "add": "append",
    "push_back": "append",
    "gradient": "grad", "value": "data", "val": "data", "name": "label", "weights": "w", "weight": "w",
    "bias": "b", "power": "pow", "printf": "print", "println": "print", "echo": "print", "average": "mean",
    "toUpperCase": "upper", "toLowerCase": "lower", "zerograd": "zero_grad", "params": "parameters",
  ]

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var older: [Int] = []
    var old = Array(0...b.count)
    for i in a.indices {
      var new = [i + 1]
      for j in b.indices {
        var edits = min(old[j + 1] + 1, new[j] + 1, old[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = min(edits, older[j - 1] + 1) }
        new.append(edits)
      }
      older = old
      old = new
    }
    return old[b.count]
  }
}
