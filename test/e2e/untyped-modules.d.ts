/** Plain JavaScript that the end-to-end tests run as it is: the build scripts and the examples. */
declare module '*/scripts/bundle.mjs' {
  export function bundle(): Promise<string>
  export function isStale(): boolean
}

declare module '*/working-example/chains.mjs' {
  import type { BankExtension, QueryClient, SigningStargateClient } from '@cosmjs/stargate'
  import type { StatusData } from '@pegzone/api'
  import type { Contract, JsonRpcProvider } from 'ethers'

  export interface Actor {
    readonly status: StatusData
    readonly ethereum: {
      readonly address: string
      readonly provider: JsonRpcProvider
      readonly contracts: Readonly<Record<'DAI' | 'IXO' | 'IXOS' | 'MarketMaker' | 'Brokerage' | 'PegBridge', Contract>>
    }
    readonly cosmos: {
      readonly address: string
      readonly client: SigningStargateClient
      readonly query: QueryClient & BankExtension
    }
    close(): void
  }
  export function connect(status: StatusData, name: string): Promise<Actor>
}

declare module '*/working-example/steps.mjs' {
  import type { Actor } from '*/working-example/chains.mjs'

  export const steps: readonly {
    readonly name: string
    run(actors: {
      readonly alice: Actor
      readonly bob: Actor
      readonly log: (...words: readonly unknown[]) => void
    }): Promise<void>
  }[]
}
