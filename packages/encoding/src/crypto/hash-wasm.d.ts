/** The single-hash builds of hash-wasm carry no types of their own; they export a part of the main entry. */
declare module 'hash-wasm/dist/keccak.umd.min.js' {
  const keccak: Pick<typeof import('hash-wasm'), 'createKeccak'>
  export = keccak
}
declare module 'hash-wasm/dist/ripemd160.umd.min.js' {
  const ripemd160: Pick<typeof import('hash-wasm'), 'createRIPEMD160'>
  export = ripemd160
}
