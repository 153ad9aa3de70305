import {
  type Amount,
  amount,
  brokerage,
  type CurveState,
  curve,
  isqrt,
  type PoolState,
  parseKappa,
  pool,
  TOKEN,
} from '../src/index.ts'

/** Operations per second of the market's hot paths, amounts of 18 decimals and seed size, a new amount for every call. Best of five rounds. */
function report(name: string, count: number, detail: string, run: (i: number) => void): void {
  for (let i = 0; i < count / 5; i++) run(i)
  let best = 0
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint()
    for (let i = 0; i < count; i++) run(i)
    best = Math.max(best, count / (Number(process.hrtime.bigint() - start) / 1e9))
  }
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(best), unit: 'ops/s', detail })}\n`)
}

function unwrap<T>(outcome: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!outcome.ok) throw new Error('refused')
  return outcome.value
}

const seed = (kappa: string): CurveState =>
  unwrap(
    curve.open({
      kappa: unwrap(parseKappa(kappa)),
      supply: amount('IXO', 2_000_000_000n * TOKEN),
      reserve: amount('DAI', 200_000_000n * TOKEN),
    }),
  )
const seedPool: PoolState = unwrap(
  pool.open({
    x: amount('DAI', 25_558_038935500000000000n),
    y: amount('IXO', 255_580_389355000000000000n),
    vouchers: amount('IXOS', 511_160_778710000000000000n),
  }),
)

const spends: Amount<'DAI'>[] = []
const burns: Amount<'IXO'>[] = []
/** The same value as `burns` at 0.1 DAI per IXO, so that trading in turn leaves the pool where it was. */
const tenths: Amount<'DAI'>[] = []
for (let i = 0; i < 1024; i++) {
  spends.push(amount('DAI', TOKEN + BigInt(i) * 1_234_567_891_234_567n))
  burns.push(amount('IXO', TOKEN + BigInt(i) * 1_234_567_891_234_567n))
  tenths.push(amount('DAI', (TOKEN + BigInt(i) * 1_234_567_891_234_567n) / 10n))
}

for (const kappa of ['1', '2', '3', '3/2', '6/5', '6']) {
  const start = seed(kappa)
  let state = start
  report(`protocol/mint kappa ${kappa}`, 100_000, 'state carried from one mint to the next', (i) => {
    if (i === 0) state = start
    state = unwrap(curve.mint(state, spends[i & 1023]!)).state
  })
  report(`protocol/burn kappa ${kappa}`, 100_000, 'state carried from one burn to the next, no tax', (i) => {
    if (i === 0) state = start
    state = unwrap(curve.burn(state, burns[i & 1023]!)).state
  })
}

let traded = seedPool
report('protocol/swap exact in', 200_000, 'both directions in turn, fee 30 bps, state carried', (i) => {
  if (i === 0) traded = seedPool
  traded =
    i & 1
      ? unwrap(pool.swapExactIn(traded, 'y', burns[i & 1023]!)).state
      : unwrap(pool.swapExactIn(traded, 'x', tenths[i & 1023]!)).state
})
report('protocol/swap exact out', 200_000, 'both directions in turn, fee 30 bps, state carried', (i) => {
  if (i === 0) traded = seedPool
  traded =
    i & 1
      ? unwrap(pool.swapExactOut(traded, 'y', tenths[i & 1023]!)).state
      : unwrap(pool.swapExactOut(traded, 'x', burns[i & 1023]!)).state
})

for (const kappa of ['1', '2', '6/5']) {
  const start = seed(kappa)
  report(`protocol/single-sided deposit kappa ${kappa}`, 2_000, 'bisection over the curve, pool not empty', (i) => {
    unwrap(brokerage.depositSingle(start, seedPool, burns[i & 1023]!))
  })
}

const squares = burns.map((units) => units * 2_000_000_000n * TOKEN)
report('protocol/isqrt', 200_000, 'about 150 bits', (i) => {
  isqrt(squares[i & 1023]!)
})
