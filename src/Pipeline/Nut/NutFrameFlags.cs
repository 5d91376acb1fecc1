namespace U2Video.Pipeline.Nut;

/// <summary>What a frame's header holds.</summary>
[Flags]
internal enum NutFrameFlags
{
    None = 0,
    Key = 1 << 0,
    EndOfRelevance = 1 << 1,
    CodedTimestamp = 1 << 3,
    StreamId = 1 << 4,
    SizeHighPart = 1 << 5,
    Checksum = 1 << 6,
    Reserved = 1 << 7,
    SideData = 1 << 8,
    ElisionHeader = 1 << 10,
    MatchTime = 1 << 11,
    CodedFlags = 1 << 12,
    Invalid = 1 << 13,
}
