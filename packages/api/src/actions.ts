/** Calls that change something; each needs the token. A server may lack some: RPC_ACTION_UNAVAILABLE. */
export interface AdminActions {
  /** Stops the emulator after the answer is out. */
  readonly stop: { readonly input: Record<string, never>; readonly output: { readonly stopping: true } }
  /** The relayer looks at both sides again, now. Answers how many packets were not settled before. */
  readonly 'relayer-clear': { readonly input: Record<string, never>; readonly output: { readonly pending: number } }
  readonly 'relayer-pause': { readonly input: Record<string, never>; readonly output: { readonly running: false } }
  readonly 'relayer-resume': { readonly input: Record<string, never>; readonly output: { readonly running: true } }
}

export type AdminAction = keyof AdminActions
export const adminActions = [
  'stop',
  'relayer-clear',
  'relayer-pause',
  'relayer-resume',
] as const satisfies AdminAction[]

export type ActionInput<A extends AdminAction> = AdminActions[A]['input']
export type ActionOutput<A extends AdminAction> = AdminActions[A]['output']
