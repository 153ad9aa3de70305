/** Of the emulator, in answers and client versions. A test compares it with package.json. */
export const version = '0.1.0'
