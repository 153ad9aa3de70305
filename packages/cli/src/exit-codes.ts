/** What the process ends with. Published: scripts rely on it. */
export const exitCodes = {
  ok: 0,
  /** A bug: nothing in the program foresaw it. */
  unexpected: 1,
  usage: 2,
  /** A configuration or genesis file is wrong. */
  config: 3,
  /** Port busy, directory locked, disk, Node version. */
  environment: 4,
  /** Nothing answers where an emulator should. */
  unreachable: 5,
  /** An invariant or an assertion failed. */
  assertion: 6,
  /** Stored state is corrupt or of another version. */
  state: 8,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** First match wins: whole codes before prefixes. */
const byCode: readonly (readonly [pattern: RegExp, code: ExitCode])[] = [
  [/^CLI_GENESIS_UNREADABLE$/, exitCodes.config],
  [/^CLI_/, exitCodes.usage],
  [/^(LEDGER_LOCKED|RPC_PORT_|RPC_HOST_UNKNOWN|RPC_LISTEN_FAILED|EMULATOR_DIRECTORY_)/, exitCodes.environment],
  [/^LEDGER_STOPPED$/, exitCodes.environment],
  [/^(LEDGER_CORRUPT|LEDGER_LAYOUT_UNKNOWN|LEDGER_IMPORT_INVALID|WORLD_STATE_)/, exitCodes.state],
  [/^(API_UNREACHABLE|API_ANSWER_INVALID)$/, exitCodes.unreachable],
  [/^WORLD_INVARIANT_BROKEN$/, exitCodes.assertion],
  [/(GENESIS|PRESET|MNEMONIC|PREFIX|FINALITY|HISTORY)/, exitCodes.config],
  [/^RPC_PACKET_UNKNOWN$/, exitCodes.usage],
]

/** The exit code that belongs to the code of an error. */
export function exitCodeOf(errorCode: string): ExitCode {
  return byCode.find(([pattern]) => pattern.test(errorCode))?.[1] ?? exitCodes.unexpected
}
