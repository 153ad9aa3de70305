/** Of the command, as `--version` and every `--json` answer say it. A test compares it with package.json. */
export const version = '0.1.0'
