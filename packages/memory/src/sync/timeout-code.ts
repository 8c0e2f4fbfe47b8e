/**
 * A socket is closed with this when an answer was waited for in vain (3008 "Timeout" of IANA's registry of WebSocket close
 * codes), so that those who share it know that it is dead for them too.
 */
export const timeoutCode = 3008
