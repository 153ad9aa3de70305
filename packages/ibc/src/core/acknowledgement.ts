import { base64Decode, base64Encode, equalBytes, parseUtf8, utf8ToBytes } from '@pegzone/encoding'
import { ackCommitment } from './commitments.ts'

/** `{"result":"AQ=="}`: what a transfer answers when it worked. */
export const SUCCESS_ACK: Uint8Array = utf8ToBytes('{"result":"AQ=="}')
export const SUCCESS_ACK_COMMITMENT: Uint8Array = ackCommitment(SUCCESS_ACK)

/** The error acknowledgement of ibc-go: only the registered code, since texts are not deterministic across builds. */
export function errorAck(abciCode: number): Uint8Array {
  return utf8ToBytes(`{"error":"ABCI code: ${abciCode}: error handling packet: see events for details"}`)
}

export type Acknowledgement = { readonly result: Uint8Array } | { readonly error: string }

/** Reads the standard acknowledgement; undefined unless encoding what was read gives the same bytes again. */
export function parseAck(bytes: Uint8Array): Acknowledgement | undefined {
  if (equalBytes(bytes, SUCCESS_ACK)) return { result: Uint8Array.of(1) }
  const text = parseUtf8(bytes)
  if (text === undefined) return undefined
  const result = /^\{"result":"([A-Za-z0-9+/]+={0,2})"\}$/.exec(text)
  if (result !== null) {
    const value = base64Decode(result[1]!)
    return value !== undefined && base64Encode(value) === result[1] ? { result: value } : undefined
  }
  const error = /^\{"error":("(?:[^"\\]|\\.)*")\}$/.exec(text)
  if (error === null) return undefined
  const message = parseJsonString(error[1]!)
  return message !== undefined && JSON.stringify(message) === error[1] ? { error: message } : undefined
}

/** A JSON string with its quotes; undefined if malformed. */
export function parseJsonString(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
