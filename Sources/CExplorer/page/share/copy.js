// The clipboard.

/**
 * Puts a text there; a frame that may not write to the clipboard can still copy what is selected.
 * @param {string} text @returns {Promise<boolean>} whether it is there
 */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.className = "sr";
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement || focused instanceof SVGElement) focused.focus();
    return isCopied;
  }
};
