import { apiCatalogue } from '@pegzone/api'
import { cosmosCatalogue } from '@pegzone/cosmos'
import { emulatorCatalogue } from '@pegzone/emulator'
import { encodingCatalogue } from '@pegzone/encoding'
import { contractsCatalogue, ethereumCatalogue } from '@pegzone/ethereum'
import { ibcCatalogue, transferCatalogue } from '@pegzone/ibc'
import { ledgerCatalogue } from '@pegzone/ledger'
import type { Explanation } from '@pegzone/outcome'
import { protocolCatalogue } from '@pegzone/protocol'
import { rpcCatalogue } from '@pegzone/rpc'
import { worldCatalogue } from '@pegzone/world'
import { cliCatalogue, exitCodeOf } from 'pegzone'

type AnyCatalogue = Readonly<Record<string, (rejection: never) => Explanation>>

/** Every catalogue there is. A new one adds itself here. */
export const catalogues: readonly AnyCatalogue[] = [
  cliCatalogue,
  emulatorCatalogue,
  worldCatalogue,
  rpcCatalogue,
  apiCatalogue,
  ethereumCatalogue,
  contractsCatalogue,
  cosmosCatalogue,
  ibcCatalogue,
  transferCatalogue,
  ledgerCatalogue,
  encodingCatalogue,
  protocolCatalogue,
]

/** Answers its own name for every field, so that a text shows where it puts what. */
function sample(code: string): never {
  const field = (name: string): unknown =>
    new Proxy(() => `<${name}>`, {
      get(_, key) {
        if (key === Symbol.toPrimitive || key === 'toString') return () => `<${name}>`
        if (key === Symbol.iterator) return function* () {}
        if (key === 'join' || key === 'toLocaleString' || key === 'slice' || key === 'trim') return () => `<${name}>`
        if (key === 'length') return 0
        return field(`${name}.${String(key)}`)
      },
    })
  return new Proxy({ code } as never, {
    get: (_, key) => (key === 'code' ? code : field(String(key))),
  })
}

/** The page as Markdown: one anchor per code, in alphabetical order. */
export function errorsPage(): string {
  const entries = catalogues.flatMap((catalogue) =>
    Object.entries(catalogue).map(([code, text]) => ({ code, ...text(sample(code)) })),
  )
  // What is no refusal at all: `apiErrorOf` gives it this code.
  entries.push({
    code: 'API_UNEXPECTED',
    what: '<the text of the error>',
    why: 'This is a bug: no part of the program foresaw it.',
    fix: 'Report it with the steps that led here.',
  })
  entries.sort((a, b) => (a.code < b.code ? -1 : 1))
  const sections = entries.map(
    ({ code, what, why, fix }) =>
      `## ${code}\n\n${what}\n\n- **why** ${why}\n- **fix** ${fix}\n- **exit code** ${exitCodeOf(code)}\n`,
  )
  return `# Errors

Every refusal that reaches a person has a code. \`<field>\` stands for what is filled in. Made from the catalogues by
\`node scripts/errors.mjs\`; programs match on the code, never on the text.

${sections.join('\n')}`
}
