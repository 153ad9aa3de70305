// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @notice IBC host and ICS-20 application: escrows DAI, IXO and IXOS, sends and receives packets, proves nothing itself.
/// @dev Timestamps of packets are Unix nanoseconds, as in IBC. A redundant packet (received, acknowledged or timed out
/// already) is a NO-OP that emits `Noop`; one packet that is neither redundant nor valid reverts its whole batch.
/// `proofs` holds either one proof for the batch or one per packet.
interface IPegBridge {
    struct Packet {
        uint64 sequence;
        string sourcePort;
        string sourceChannel;
        string destinationPort;
        string destinationChannel;
        bytes data;
        uint64 timeoutRevision;
        uint64 timeoutHeight;
        uint64 timeoutTimestamp;
    }

    /// @notice One lane (token, channel) as this side knows it; amounts in base units. The last four only grow.
    /// F of the direction from here to the other chain = sent - refunded - what the other chain received.
    struct Books {
        /// K: in escrow on this contract, by its own count.
        uint256 escrow;
        /// P = sent - acknowledged - refunded: own sends that must stay refundable.
        uint256 pending;
        /// Received and waiting until own sends settle: amount and number of packets.
        uint256 held;
        uint256 heldCount;
        uint256 sent;
        uint256 acknowledged;
        uint256 refunded;
        /// Paid out for packets of the other chain.
        uint256 received;
    }

    event SendPacket(uint64 indexed sequence, address indexed sender, string sourceChannel, Packet packet);
    event RecvPacket(uint64 indexed sequence, string destinationChannel, Packet packet);
    event WriteAcknowledgement(
        uint64 indexed sequence, string destinationChannel, Packet packet, bytes acknowledgement
    );
    event AcknowledgePacket(uint64 indexed sequence, string sourceChannel, Packet packet, bytes acknowledgement);
    event TimeoutPacket(uint64 indexed sequence, string sourceChannel, Packet packet);
    /// @notice Nothing was left to do for this packet.
    event Noop(uint64 indexed sequence, string channel);

    event Escrowed(
        address indexed token,
        address indexed sender,
        uint64 indexed sequence,
        uint256 amount,
        string receiver,
        string sourceChannel
    );
    event Released(
        address indexed token,
        address indexed receiver,
        uint64 indexed sequence,
        uint256 amount,
        string sender,
        string destinationChannel
    );
    /// @notice Waits until enough of the sends under way have settled; no acknowledgement yet.
    event Held(
        address indexed token,
        address indexed receiver,
        uint64 indexed sequence,
        uint256 amount,
        string sender,
        string destinationChannel
    );
    event Refunded(
        address indexed token,
        address indexed sender,
        uint64 indexed sequence,
        uint256 amount,
        string sourceChannel
    );

    event ClientCreated(string clientId, string clientType);
    event ClientUpdated(string clientId, uint64 height);
    event ConnectionChanged(string connectionId, string state);
    event ChannelChanged(string portId, string channelId, string state);

    error PegBridgeUnknownToken(address token);
    error PegBridgeUnauthorized(address caller);
    /// @notice `proofs` or `acknowledgements` does not match the packets.
    error PegBridgeLengthMismatch(uint256 packets, uint256 given);
    /// @notice The message is no IBC message that this host takes.
    error PegBridgeUnknownMessage(string typeUrl);
    error PegBridgeMalformedMessage();
    /// @notice The IBC core or application refused; `code` names the cause, as in docs/errors.md.
    error PegBridgeRefused(string code);
    /// @notice The same for one packet of a batch.
    error PegBridgePacketRefused(uint64 sequence, string code);

    /// @notice Escrows `amount` of `token` (approve this contract first) and sends it to `receiver` (bech32).
    /// @param timeoutTimestamp Unix nanoseconds, later than what the client of this channel last saw.
    function sendTransfer(
        address token,
        uint256 amount,
        string calldata receiver,
        string calldata sourceChannel,
        uint64 timeoutTimestamp,
        string calldata memo
    ) external returns (uint64 sequence);
    /// @param clientMessage header of the client: abi.encode((uint64 height, uint64 timestamp), bytes[] signatures).
    function updateClient(string calldata clientId, bytes calldata clientMessage) external;
    function recvPackets(Packet[] calldata packets, bytes[] calldata proofs, uint64 proofHeight) external;
    function acknowledgePackets(
        Packet[] calldata packets,
        bytes[] calldata acknowledgements,
        bytes[] calldata proofs,
        uint64 proofHeight
    ) external;
    function timeoutPackets(Packet[] calldata packets, bytes[] calldata proofs, uint64 proofHeight) external;
    /// @notice Admin: one message of a client, connection or channel, or `MsgTimeoutOnClose`, as a protobuf `Any`.
    /// @return identifier what the message created or spoke of, for instance `connection-0`.
    function submitIbc(bytes calldata anyMessage) external returns (string memory identifier);

    /// @notice Tokens with a lane, in the order of their denominations dai, ixo, ixos.
    function tokens() external view returns (address[] memory);
    function denomOf(address token) external view returns (string memory);
    /// @notice Zero if no lane carries `denom`.
    function tokenOf(string calldata denom) external view returns (address);
    function books(address token, string calldata channel) external view returns (Books memory);
    /// @notice K over all channels.
    function escrowed(address token) external view returns (uint256);
    /// @notice P: sent and neither acknowledged nor refunded.
    function inFlight(address token, string calldata channel) external view returns (uint256);
    /// @notice K - P: what an arriving packet can be paid at once.
    function releasable(address token, string calldata channel) external view returns (uint256);
    /// @notice Received packets of this lane that wait, oldest first.
    function heldPackets(address token, string calldata channel)
        external
        view
        returns (uint64[] memory sequences, address[] memory receivers, uint256[] memory amounts);

    /// @notice Zero if absent; the port is `transfer` here and below.
    function commitment(string calldata channel, uint64 sequence) external view returns (bytes32);
    function receipt(string calldata channel, uint64 sequence) external view returns (bool);
    /// @notice Hash of the acknowledgement written for a received packet; zero if absent.
    function acknowledgement(string calldata channel, uint64 sequence) external view returns (bytes32);
    function nextSequenceSend(string calldata channel) external view returns (uint64);
    /// @notice The bytes stored at an ICS-24 path; empty if absent. What attestors sign.
    function provable(string calldata path) external view returns (bytes memory);
    function channel(string calldata channelId)
        external
        view
        returns (string memory state, string memory connectionId, string memory counterpartyChannelId, string memory version);
    /// @param clientId for instance `attestation-0`.
    function client(string calldata clientId)
        external
        view
        returns (string memory status, uint64 latestHeight, uint64 latestTimestamp);
    /// @notice Domain of the attestors' signatures (EIP-5267).
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        );
    /// @notice May call `submitIbc`; zero if nobody may.
    function admin() external view returns (address);
}
