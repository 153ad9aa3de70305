import { bytesToUtf8, fromHex, toHex, utf8ToBytes } from '@pegzone/encoding'

/**
 * One signed statement of a solo machine. `packet` speaks of a path; `header` is a heartbeat that moves the client's
 * time; `burnt` is a header signed over a packet statement that can no longer land: it uses the sequence up.
 */
export interface SoloEntry {
  readonly kind: 'packet' | 'header' | 'burnt'
  readonly sequence: bigint
  readonly timestampNs: bigint
  /** ICS-24 path, empty for headers. */
  readonly path: string
  /** The bytes the statement says are stored there; empty: none. */
  readonly value: Uint8Array
  /** Proof of a packet statement, or the header message, exactly as it left. */
  readonly signed: Uint8Array
}

export function encodeSoloEntry(entry: SoloEntry): Uint8Array {
  const { kind, sequence, timestampNs, path, value, signed } = entry
  return utf8ToBytes(JSON.stringify([kind, String(sequence), String(timestampNs), path, toHex(value), toHex(signed)]))
}

/** Throws on bytes that `encodeSoloEntry` did not write: a corrupt journal must stop the attestor. */
export function decodeSoloEntry(bytes: Uint8Array): SoloEntry {
  const fields = parseFields(bytes)
  if (fields === undefined) throw new Error('the attestor journal holds an entry that this version did not write')
  const [kind, sequence, timestampNs, path, value, signed] = fields
  return {
    kind: kind as SoloEntry['kind'],
    sequence: BigInt(sequence),
    timestampNs: BigInt(timestampNs),
    path,
    value: fromHex(value),
    signed: fromHex(signed),
  }
}

type Fields = readonly [
  kind: string,
  sequence: string,
  timestampNs: string,
  path: string,
  value: string,
  signed: string,
]

/** What each field has to look like; a path may be anything. */
const shapes = [
  /^(packet|header|burnt)$/,
  /^[0-9]{1,20}$/,
  /^[0-9]{1,20}$/,
  /^/,
  /^([0-9a-f]{2})*$/,
  /^([0-9a-f]{2})+$/,
]

function parseFields(bytes: Uint8Array): Fields | undefined {
  let fields: unknown
  try {
    fields = JSON.parse(bytesToUtf8(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
  if (!Array.isArray(fields) || fields.length !== shapes.length) return undefined
  const fit = shapes.every((shape, index) => typeof fields[index] === 'string' && shape.test(fields[index]))
  return fit ? (fields as unknown as Fields) : undefined // each field was looked at
}
