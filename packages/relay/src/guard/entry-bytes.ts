// The info byte of a struct (Yjs, Item.write): content 1 is deleted, 8 plain values; 0x80 says that an origin follows.
export const deletedInfo = 0x01
export const valuesInfo = 0x08
export const hasOrigin = 0x80

// The type bytes of values (lib0, writeAny).
export const integer = 125
export const float32 = 124
export const float64 = 123
export const text = 119
export const list = 117
