/** What the key is called that goes with `Mod+` names: Command on Apple's devices, Control elsewhere. */
export const modKey = /Mac|iP(hone|ad|od)/.test(globalThis.navigator?.platform ?? '') ? '⌘' : 'Ctrl'
