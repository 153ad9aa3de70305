import type { IbcRejection } from '../rejections.ts'

const CHARSET = /^[A-Za-z0-9._+\-#[\]<>]+$/
const LENGTHS = { client: [4, 64], connection: [10, 64], channel: [8, 64], port: [2, 128] } as const

export type IdentifierKind = keyof typeof LENGTHS

/** ICS-24: characters and length of an identifier. */
export function isIdentifier(kind: IdentifierKind, text: string): boolean {
  const [min, max] = LENGTHS[kind]
  return text.length >= min && text.length <= max && CHARSET.test(text)
}

/** Undefined if valid. */
export function identifierProblem(kind: IdentifierKind, identifier: string): IbcRejection | undefined {
  return isIdentifier(kind, identifier) ? undefined : { code: 'IBC_IDENTIFIER_INVALID', kind, identifier }
}

/** `channel-N` with N below 2^64 and no leading zeros: what makes a hop of a denom path. */
export function isChannelId(text: string): boolean {
  return /^channel-(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text.slice(8)) < 1n << 64n
}
