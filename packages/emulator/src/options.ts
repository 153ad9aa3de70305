import type { BlockMode, WorldReport } from '@pegzone/world'

/** How a world is made and where it answers. Everything may be left out. */
export interface PegzoneOptions {
  /** Genesis of a new world. Default `example`. A kept world of another preset is refused, never changed. */
  readonly preset?: string | undefined
  /** Genesis file of a new world, as text; `path` is for messages. Instead of `preset`. */
  readonly genesis?: { readonly path: string; readonly text: string } | undefined
  /** Development accounts of a new world. Default: the public `test … junk` words. */
  readonly mnemonic?: string | undefined
  /** Bech32 prefix of a new world. Default `ixo`. */
  readonly prefix?: string | undefined
  /** LevelDB directory. Left out: everything is in memory and gone at the end. */
  readonly dataDir?: string | undefined
  /** Delete what the directory holds first. */
  readonly reset?: boolean | undefined
  /** Listening address. Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Ports to answer on, 0 for any free one. `false`: no port at all, only the objects in this process. Default: 0 each. */
  readonly ports?: PortOptions | false | undefined
  /** When Ethereum deposits are attested: `instant` (default), `confirmations:K`, `safe`, `finalized`. */
  readonly finality?: string | undefined
  /** Default 32. */
  readonly slotsInEpoch?: number | undefined
  /** Default: a block when a message waits. */
  readonly blocks?: { readonly ethereum?: BlockMode | undefined; readonly cosmos?: BlockMode | undefined } | undefined
  /** Blocks kept with their states and indexes. At least 16 more than finality asks for. Default 10 000. */
  readonly history?: number | undefined
  /** Virtual milliseconds per real one. Default 1. */
  readonly speed?: number | undefined
  /**
   * Receives the failures that stop nothing and that no caller waits for: a relayer that cannot go on, a bug behind a
   * port. Default: `process.emitWarning`.
   */
  readonly onReport?: ((report: WorldReport) => void) | undefined
}

export interface PortOptions {
  readonly ethereum?: number | undefined
  readonly cosmos?: number | undefined
  readonly rest?: number | undefined
  readonly admin?: number | undefined
}

export const defaults = {
  preset: 'example',
  prefix: 'ixo',
  host: '127.0.0.1',
  finality: 'instant',
  slotsInEpoch: 32,
  history: 10_000,
  ethereumChainId: 31_337,
  cosmosChainId: 'pegzone-1',
} as const
