import { schema } from '../proto/unknown-fields.ts'
import { anySchema } from '../tx/schemas.ts'

const CLIENT = 'ibc.core.client.v1'
const CONNECTION = 'ibc.core.connection.v1'
const CHANNEL = 'ibc.core.channel.v1'

/** Field numbers of the messages of ibc-go v8, for the check on unknown fields. */
const height = schema(`${CLIENT}.Height`, 1, 2)
const version = schema(`${CONNECTION}.Version`, 1, 2)
const prefix = schema('ibc.core.commitment.v1.MerklePrefix', 1)
const connectionCounterparty = schema(`${CONNECTION}.Counterparty`, 1, 2, [3, prefix])
const channelCounterparty = schema(`${CHANNEL}.Counterparty`, 1, 2)
const channel = schema(`${CHANNEL}.Channel`, 1, 2, [3, channelCounterparty], 4, 5, 6)
const packet = schema(`${CHANNEL}.Packet`, 1, 2, 3, 4, 5, 6, [7, height], 8)

export const heightSchema = height

export const ibcSchemas = {
  createClient: schema(`${CLIENT}.MsgCreateClient`, [1, anySchema], [2, anySchema], 3),
  updateClient: schema(`${CLIENT}.MsgUpdateClient`, 1, [2, anySchema], 3),
  submitMisbehaviour: schema(`${CLIENT}.MsgSubmitMisbehaviour`, 1, [2, anySchema], 3),
  connectionOpenInit: schema(`${CONNECTION}.MsgConnectionOpenInit`, 1, [2, connectionCounterparty], [3, version], 4, 5),
  connectionOpenTry: schema(
    `${CONNECTION}.MsgConnectionOpenTry`,
    1,
    2,
    [3, anySchema],
    [4, connectionCounterparty],
    5,
    [6, version],
    [7, height],
    8,
    9,
    10,
    [11, height],
    12,
    13,
  ),
  connectionOpenAck: schema(
    `${CONNECTION}.MsgConnectionOpenAck`,
    1,
    2,
    [3, version],
    [4, anySchema],
    [5, height],
    6,
    7,
    8,
    [9, height],
    10,
    11,
  ),
  connectionOpenConfirm: schema(`${CONNECTION}.MsgConnectionOpenConfirm`, 1, 2, [3, height], 4),
  channelOpenInit: schema(`${CHANNEL}.MsgChannelOpenInit`, 1, [2, channel], 3),
  channelOpenTry: schema(`${CHANNEL}.MsgChannelOpenTry`, 1, 2, [3, channel], 4, 5, [6, height], 7),
  channelOpenAck: schema(`${CHANNEL}.MsgChannelOpenAck`, 1, 2, 3, 4, 5, [6, height], 7),
  channelOpenConfirm: schema(`${CHANNEL}.MsgChannelOpenConfirm`, 1, 2, 3, [4, height], 5),
  channelCloseInit: schema(`${CHANNEL}.MsgChannelCloseInit`, 1, 2, 3),
  channelCloseConfirm: schema(`${CHANNEL}.MsgChannelCloseConfirm`, 1, 2, 3, [4, height], 5, 6),
  recvPacket: schema(`${CHANNEL}.MsgRecvPacket`, [1, packet], 2, [3, height], 4),
  timeout: schema(`${CHANNEL}.MsgTimeout`, [1, packet], 2, [3, height], 4, 5),
  timeoutOnClose: schema(`${CHANNEL}.MsgTimeoutOnClose`, [1, packet], 2, 3, [4, height], 5, 6, 7),
  acknowledgement: schema(`${CHANNEL}.MsgAcknowledgement`, [1, packet], 2, 3, [4, height], 5),
} as const
