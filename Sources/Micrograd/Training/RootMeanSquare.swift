/// The root of the mean of squares, of numbers that come one after another.
///
///     var error = RootMeanSquare()
///     error.add(7e200)
///     error.add(-1e200)
///     error.value   // 5e+200
///
/// Squares are those of parts of the greatest number, so that none is too large or too small to be held, as in
/// the norm of: J. Blue, "A portable Fortran program to find the Euclidean norm of a vector", 1978.
package struct RootMeanSquare {
  private var greatest = 0.0
  /// Of each number divided by the greatest.
  private var squares = 0.0
  private var count = 0

  /// Of no number.
  package init() {}

  /// One number more.
  package mutating func add(_ number: Double) {
    count += 1
    let size = number.magnitude
    if size > greatest || size.isNaN {
      let ratio = greatest / size
      // What is not finite stays alone.
      squares = size.isFinite ? squares * ratio * ratio + 1 : 1
      greatest = size
    } else if greatest.isFinite, greatest > 0 {
      squares += (size / greatest) * (size / greatest)
    }
  }

  /// 0 of no number.
  package var value: Double { count == 0 ? 0 : greatest * (squares / Double(count)).squareRoot() }
}
