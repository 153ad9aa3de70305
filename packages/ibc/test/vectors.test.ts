import { bech32Encode, toHex, utf8ToBytes } from '@pegzone/encoding'
import {
  ackCommitment,
  ackCommitmentV2,
  escrowAddress,
  packetCommitment,
  packetCommitmentV2,
  SUCCESS_ACK,
  UNIVERSAL_ERROR_ACK_V2,
  voucherDenom,
  ZERO_HEIGHT,
} from '@pegzone/ibc'
import { describe, expect, it } from 'vitest'

/** Golden vectors of ibc.md §1.5; the first is the published hash of ATOM over channel-0. */
describe('golden vectors', () => {
  it.each([
    ['uatom', '27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2'],
    ['dai', 'A1BEA46518A6687C4589560808613FA4480672B55E8DCA1FAE0FA572FB62BC72'],
    ['ixo', '5BC0E8FFF5E228C15B2FABBBE33EE58B31DB5F0F1D34690942F9F6EFCCFFF3E7'],
    ['ixos', 'A4379E3DD29FFFECAC4E1E07D22EF7EFFA66CAA8C2660E8FADCD4E3030F98107'],
  ])('voucher denom of %s', (base, hash) => {
    expect(voucherDenom(`transfer/channel-0/${base}`)).toBe(`ibc/${hash}`)
  })

  const data = utf8ToBytes('{"amount":"100","denom":"dai","receiver":"cosmos1xyz","sender":"0xabc"}')

  it('v1 packet commitment', () => {
    const commitment = packetCommitment({
      data,
      timeoutHeight: ZERO_HEIGHT,
      timeoutTimestamp: 1_700_000_000_000_000_000n,
    })
    expect(toHex(commitment)).toBe('1202250e0747b6e26aca8ff8df90873b964afe33a468b6abc0f83ad93ef3c3b4')
  })

  it('v1 acknowledgement commitment', () => {
    expect(toHex(ackCommitment(SUCCESS_ACK))).toBe('08f7557ed51826fe18d84512bf24ec75001edbaf2123a477df72a0a9f3640a7c')
  })

  it('escrow address', () => {
    expect(bech32Encode('cosmos', escrowAddress('transfer', 'channel-0'))).toBe(
      'cosmos1a53udazy8ayufvy0s434pfwjcedzqv34kvz9tw',
    )
  })

  it('v2 packet commitment', () => {
    const payload = {
      sourcePort: 'transfer',
      destinationPort: 'transfer',
      version: 'ics20-1',
      encoding: 'application/json',
      value: data,
    }
    const commitment = packetCommitmentV2({
      destinationClient: '06-solomachine-0',
      timeoutSeconds: 1_700_000_000n,
      payloads: [payload],
    })
    expect(toHex(commitment)).toBe('7ed2de314ff35be41c94d6a2309e0c2981e922682aac0d574c0a0bf063bf3b76')
  })

  it('v2 error acknowledgement is the hash of its name, and enters the commitment by its hash', () => {
    expect(toHex(ackCommitment(utf8ToBytes('UNIVERSAL_ERROR_ACKNOWLEDGEMENT')))).toBe(toHex(UNIVERSAL_ERROR_ACK_V2))
    const preimage = Uint8Array.of(2, ...ackCommitment(UNIVERSAL_ERROR_ACK_V2))
    expect(ackCommitmentV2([UNIVERSAL_ERROR_ACK_V2])).toEqual(ackCommitment(preimage))
  })
})
