import { PegZoneError } from '@pegzone/outcome'
import { Command, CommanderError, Option } from 'commander'
import { cliCatalogue } from './catalogue.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { createOutput, type Output, type OutputStreams } from './output/output.ts'
import { version } from './version.ts'

const dataDir = () => new Option('--data-dir <dir>', 'where state is kept').default('.pegzone').env('PEGZONE_DATA_DIR')
const admin = () => new Option('--admin <url>', 'admin API of the emulator that is meant').env('PEGZONE_ADMIN')
const json = () => new Option('--json', 'answer one JSON envelope {ok, data | error, meta}')

interface Asked {
  readonly json?: boolean
}

/**
 * Runs one command line (without node and script) and answers the exit code. Command bodies are loaded only when they
 * run, so that help and mistakes answer at once.
 */
export async function run(args: readonly string[], streams: OutputStreams): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const acting =
    <F extends Asked>(body: (flags: F, output: Output) => Promise<ExitCode>) =>
    async (flags: F): Promise<void> => {
      const output = createOutput(flags.json === true, version, streams)
      try {
        code = await body(flags, output)
      } catch (error) {
        code = output.failure(error)
      }
    }

  const program = new Command('pegzone')
    .description('Two ledgers, one relayer, one clock: a cross-chain peg-zone emulator')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
      // Said once, below, in the form of every other error.
      outputError: () => {},
    })
    .showSuggestionAfterError()
    .addHelpText(
      'before',
      'Examples:\n  pegzone up                       both chains, state in .pegzone\n  pegzone up --ephemeral           both chains, nothing kept\n  pegzone packets --pending        what is under way\n',
    )

  program
    .command('up')
    .summary('run both chains and the relayer until stopped')
    .description('Runs both chains behind real RPC ports, with relayer and attestors, until Ctrl-C or SIGTERM.')
    .addOption(
      new Option('--preset <name>', 'genesis to start a new world from (default: "example")').env('PEGZONE_PRESET'),
    )
    .addOption(new Option('--genesis <file>', 'start a new world from this genesis file').env('PEGZONE_GENESIS'))
    .addOption(new Option('--mnemonic <words>', 'development accounts of a new world').env('PEGZONE_MNEMONIC'))
    .addOption(new Option('--prefix <prefix>', 'bech32 prefix of a new world (default: "ixo")').env('PEGZONE_PREFIX'))
    .option('--ephemeral', 'keep everything in memory, write nothing')
    .addOption(dataDir())
    .option('--reset', 'delete the kept state first')
    .addOption(new Option('--eth-port <port>', 'Ethereum JSON-RPC').default('8545').env('PEGZONE_ETH_PORT'))
    .addOption(new Option('--cosmos-port <port>', 'CometBFT RPC').default('26657').env('PEGZONE_COSMOS_PORT'))
    .addOption(new Option('--rest-port <port>', 'Cosmos REST').default('1317').env('PEGZONE_REST_PORT'))
    .addOption(new Option('--admin-port <port>', 'admin API').default('4747').env('PEGZONE_ADMIN_PORT'))
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1').env('PEGZONE_HOST'))
    .option('--ready-file <file>', 'write the status as JSON when both chains answer')
    .addOption(
      new Option(
        '--finality <policy>',
        'when Ethereum deposits are attested: instant, confirmations:K, safe, finalized',
      )
        .default('instant')
        .env('PEGZONE_FINALITY'),
    )
    .option('--slots-in-epoch <n>', 'blocks that "safe" lies behind the head; "finalized" twice as many', '32')
    .option('--eth-block-time <seconds>', 'seconds between Ethereum blocks, auto, or manual (evm_mine)', 'auto')
    .option('--cosmos-block-time <seconds>', 'seconds between Cosmos blocks, or auto', 'auto')
    .option('--history <blocks>', 'blocks kept with their states (default: 10000)')
    .addOption(json())
    .addHelpText(
      'after',
      '\nPorts: 0 takes any free one. A kept world ignores nothing silently: asking it for another preset is an error.',
    )
    .action(acting(async (flags, output) => (await import('./commands/up.ts')).up(flags as never, output)))

  program
    .command('genesis')
    .summary('print the genesis of a preset, to edit and give to up --genesis')
    .addOption(new Option('--preset <name>', 'which one (default: "example")').env('PEGZONE_PRESET'))
    .addOption(new Option('--mnemonic <words>', 'development accounts').env('PEGZONE_MNEMONIC'))
    .addOption(new Option('--prefix <prefix>', 'bech32 prefix (default: "ixo")').env('PEGZONE_PREFIX'))
    .addOption(json())
    .action(acting(async (flags, output) => (await import('./commands/genesis.ts')).genesis(flags as never, output)))

  program
    .command('status')
    .summary('what runs where')
    .description('Endpoints, chain ids, contracts and accounts of a running emulator.')
    .addOption(admin())
    .addOption(dataDir())
    .addOption(json())
    .action(acting(async (flags, output) => (await import('./commands/status.ts')).status(flags as never, output)))

  program
    .command('accounts')
    .summary('development accounts, with both addresses')
    .description(
      'The ten development accounts of a running emulator: one name, an address on either chain. Their keys\nare those of the mnemonic that `pegzone up` and `pegzone status --json` show.',
    )
    .addOption(admin())
    .addOption(dataDir())
    .addOption(json())
    .action(acting(async (flags, output) => (await import('./commands/accounts.ts')).accounts(flags as never, output)))

  program
    .command('packets')
    .summary('packets between the chains, newest first')
    .description(
      'Packets between the chains, newest first. States: sent, held (received, pay-out waits), received,\nacknowledged; refunded (the receiver refused) and timed-out return the tokens to the sender.',
    )
    .addOption(admin())
    .addOption(dataDir())
    .option('--state <state>', 'only packets in this state')
    .option('--source <side>', 'only packets sent by ethereum or cosmos')
    .option('--pending', 'only packets that are not settled')
    .option('--limit <n>', 'at most so many', '100')
    .addOption(json())
    .action(acting(async (flags, output) => (await import('./commands/packets.ts')).packets(flags as never, output)))

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.ok
    // Without a command the help has been written already.
    if (error.code === 'commander.help') return exitCodes.usage
    return createOutput(args.includes('--json'), version, streams).failure(usageError(error))
  }
  return code
}

/** Commander's text is `error: unknown option '--x'`, and on a line of its own `(Did you mean --y?)`. */
function usageError({ message }: CommanderError): PegZoneError {
  const [detail = '', suggestion = ''] = message.replace(/^error: /, '').split('\n')
  return new PegZoneError(cliCatalogue, {
    code: 'CLI_USAGE',
    detail: detail.replace(/\.$/, ''),
    suggestion: suggestion.replace(/^\(|\)$/g, ''),
  })
}
