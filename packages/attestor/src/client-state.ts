import { Any } from '@pegzone/encoding'
import { type AttestationState, attestationStateCodec, paths, type SoloState, soloStateCodec } from '@pegzone/ibc'
import type { ChainView, Head } from './chain-view.ts'

/** The solo machine client as the told chain holds it. Throws if there is none: the path is set up wrongly. */
export async function readSoloClient(told: ChainView, at: Head, clientId: string): Promise<SoloState> {
  return soloStateCodec.decode(await readClient(told, at, clientId))
}

export async function readAttestationClient(told: ChainView, at: Head, clientId: string): Promise<AttestationState> {
  return attestationStateCodec.decode(await readClient(told, at, clientId))
}

async function readClient(told: ChainView, at: Head, clientId: string): Promise<Uint8Array> {
  const stored = await told.read(paths.clientState(clientId), at.height)
  if (stored === undefined) throw new Error(`${told.chainId} has no client ${clientId}`)
  return Any.decode(stored).value
}
