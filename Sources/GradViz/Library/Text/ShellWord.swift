/// Words as they are typed in a shell.
package enum ShellWord {
  /// The word, in quotes if the shell would read it otherwise.
  ///
  ///     ShellWord.quoted("data/it's.csv")   // 'data/it'\''s.csv'
  package static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./,=+:@%".unicodeScalars.contains($0)
    }
    return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
