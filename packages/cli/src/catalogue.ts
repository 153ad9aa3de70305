import type { Catalogue } from '@pegzone/outcome'

export type CliRejection =
  | { readonly code: 'CLI_PORT_INVALID'; readonly option: string; readonly given: string }
  | { readonly code: 'CLI_OPTION_INVALID'; readonly option: string; readonly given: string; readonly allowed: string }
  | { readonly code: 'CLI_OPTIONS_CONFLICT'; readonly one: string; readonly other: string }
  | { readonly code: 'CLI_GENESIS_UNREADABLE'; readonly path: string; readonly detail: string }
  | { readonly code: 'CLI_USAGE'; readonly detail: string; readonly suggestion: string }

export const cliCatalogue: Catalogue<CliRejection> = {
  CLI_PORT_INVALID: ({ option, given }) => ({
    what: `${option} is ${given}.`,
    why: 'A port is a whole number from 0 to 65535; 0 takes any free one.',
    fix: `Give a port, for instance ${option} 0.`,
  }),
  CLI_OPTION_INVALID: ({ option, given, allowed }) => ({
    what: `${option} is ${given}.`,
    why: `Allowed: ${allowed}.`,
    fix: 'Correct the value; `pegzone help COMMAND` shows every option with its default.',
  }),
  CLI_OPTIONS_CONFLICT: ({ one, other }) => ({
    what: `${one} and ${other} were given together.`,
    why: 'They contradict each other.',
    fix: 'Leave one of them out.',
  }),
  CLI_GENESIS_UNREADABLE: ({ path, detail }) => ({
    what: `The genesis file ${path} cannot be read: ${detail}.`,
    why: 'A world starts from its genesis and cannot guess it.',
    fix: 'Check the path and its permissions.',
  }),
  CLI_USAGE: ({ detail, suggestion }) => ({
    what: `The command line is not understood: ${detail}.`,
    why: 'Nothing was started, because a part that was misread could be the part that matters.',
    fix: `${suggestion === '' ? '' : `${suggestion} `}\`pegzone help\` lists the commands, \`pegzone help COMMAND\` its options.`,
  }),
}
