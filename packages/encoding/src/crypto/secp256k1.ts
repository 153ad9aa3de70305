import type { Secp256k1 } from './backend.ts'
import { openNative } from './native.ts'
import { openWasm } from './wasm.ts'

type Backend = 'native' | 'wasm' | 'js'

/** The first that loads: native addon, WebAssembly, JavaScript. The later ones are loaded only if needed. */
async function open(): Promise<readonly [Backend, Secp256k1]> {
  for (const [name, attempt] of [
    ['native', openNative],
    ['wasm', openWasm],
  ] as const) {
    try {
      return [name, attempt()]
    } catch {
      // No binary for this platform, or the package was left out of a bundle: that is what the next one is for.
    }
  }
  const { openJs } = await import('./js.ts')
  return ['js', openJs()]
}

const [backend, implementation] = await open()

export const secp256k1: Secp256k1 = implementation

/** Which implementations are active, for `status`. */
export function cryptoBackends(): { readonly secp256k1: Backend; readonly keccak: 'wasm' } {
  return { secp256k1: backend, keccak: 'wasm' }
}
