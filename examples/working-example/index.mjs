// The working example with only ethers and CosmJS against a running emulator:
//   npm run example -- working-example          starts a fresh emulator for it
//   node examples/working-example/index.mjs F   runs against the one whose ready file is F
import { readFile } from 'node:fs/promises'
import { connect } from './chains.mjs'
import { steps } from './steps.mjs'

const readyFile = process.argv[2]
if (readyFile === undefined) {
  process.stderr.write('usage: node examples/working-example/index.mjs READY_FILE\n')
  process.exit(2)
}
const status = JSON.parse(await readFile(readyFile, 'utf8'))
const alice = await connect(status, 'alice')
const bob = await connect(status, 'bob')
try {
  for (const [index, step] of steps.entries()) {
    console.log(`${index + 1}. ${step.name}`)
    await step.run({ alice, bob, log: (...words) => console.log('  ', ...words) })
  }
  console.log('every balance is exact, and escrow equals vouchers on every lane')
} finally {
  alice.close()
  bob.close()
}
