import { readFileSync } from 'node:fs'
import { Interface } from 'ethers'
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { compileInterfaces, renderAbi } from '../scripts/generate-abi.mjs'
import { type ContractName, contractAbis, contractNames } from '../src/index.ts'

describe('the generated ABI', () => {
  let compiled: ReturnType<typeof compileInterfaces>
  beforeAll(() => {
    compiled = compileInterfaces()
  })

  it('is what the Solidity interfaces compile to', () => {
    const committed = readFileSync(new URL('../src/generated/abi.ts', import.meta.url), 'utf8')
    expect(committed).toBe(renderAbi(compiled))
  })

  it('covers every built-in by name', () => {
    expect(Object.keys(contractAbis)).toEqual([...contractNames])
    expectTypeOf<keyof typeof contractAbis>().toEqualTypeOf<ContractName>()
  })

  it('gives the three tokens one ABI', () => {
    expect(contractAbis.DAI).toBe(contractAbis.IXO)
    expect(contractAbis.DAI).toBe(contractAbis.IXOS)
  })
})

describe('selectors that the world already knows', () => {
  const token = new Interface(contractAbis.DAI)

  it.each([
    ['ERC20InsufficientBalance', '0xe450d38c'],
    ['ERC20InvalidSender', '0x96c6fd1e'],
    ['ERC20InvalidReceiver', '0xec442f05'],
    ['ERC20InsufficientAllowance', '0xfb8f41b2'],
    ['ERC20InvalidApprover', '0xe602df05'],
    ['ERC20InvalidSpender', '0x94280d62'],
    ['ERC2612ExpiredSignature', '0x62791302'],
    ['ERC2612InvalidSigner', '0x4b800e46'],
    ['ECDSAInvalidSignature', '0xf645eedf'],
    ['ECDSAInvalidSignatureS', '0xd78bce0c'],
  ])('%s is %s', (name, selector) => {
    expect(token.getError(name)?.selector).toBe(selector)
  })

  it.each([
    ['transfer', '0xa9059cbb'],
    ['approve', '0x095ea7b3'],
    ['transferFrom', '0x23b872dd'],
    ['balanceOf', '0x70a08231'],
    ['permit', '0xd505accf'],
    ['eip712Domain', '0x84b0196e'],
    ['DOMAIN_SEPARATOR', '0x3644e515'],
  ])('%s is %s', (name, selector) => {
    expect(token.getFunction(name)?.selector).toBe(selector)
  })

  it('no two functions or errors of one contract share a selector', () => {
    for (const name of contractNames) {
      const abi = new Interface(contractAbis[name])
      const selectors: string[] = []
      abi.forEachFunction((fragment) => selectors.push(fragment.selector))
      abi.forEachError((fragment) => selectors.push(fragment.selector))
      expect(new Set(selectors).size).toBe(selectors.length)
    }
  })
})
