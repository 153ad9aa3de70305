import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import type { IbcApp } from '@pegzone/ibc'
import { table, textCodec, textKey } from '@pegzone/ledger'
import { ok, refuse } from '@pegzone/outcome'

/** What the app did, in order: `n` → `recv 1` … */
export const journalTable = table({ name: 'test/journal', key: textKey, value: textCodec, ordered: true })

/**
 * An app for tests of core. The data says what to do: `defer` writes no acknowledgement, `fail` refuses after writing,
 * `empty` answers nothing at all; anything else comes back as acknowledgement.
 */
export function echoApp(): IbcApp {
  return {
    onOpenInit: (_state, _host, { version }) => ok(version === '' ? 'echo-1' : version),
    onOpenTry: (_state, _host, { version }) =>
      version === 'echo-1' ? ok(version) : refuse({ code: 'TEST_VERSION', abciCode: 4 }),
    onOpenAck: () => ok(),
    onOpenConfirm: () => ok(),
    onCloseInit: () => ok(),
    onCloseConfirm: () => ok(),
    isAcknowledgement: (bytes) => bytes.length > 0 && bytesToUtf8(bytes) !== 'nonsense',
    onRecv(state, _host, { sequence, data }) {
      const what = bytesToUtf8(data)
      state.open(journalTable).set(`recv ${sequence}`, what)
      if (what === 'fail') return refuse({ code: 'TEST_FAILED' })
      if (what === 'defer') return ok({ acknowledgement: undefined })
      return ok({ acknowledgement: what === 'empty' ? new Uint8Array() : utf8ToBytes(`echo ${what}`) })
    },
    onAcknowledgement(state, _host, { sequence }, acknowledgement) {
      state.open(journalTable).set(`ack ${sequence}`, bytesToUtf8(acknowledgement))
      return ok()
    },
    onTimeout(state, _host, { sequence }) {
      state.open(journalTable).set(`timeout ${sequence}`, '')
      return ok()
    },
  }
}
