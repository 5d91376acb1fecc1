namespace U2Video.Client;

/// <summary>What a message of the protocol is; docs/plugin.md describes their bodies. Numbers are part of the protocol.</summary>
internal enum MessageKind
{
    /// <summary>To the worker, first of all: version, width, height; the shared memory comes with it. Answer: ready.</summary>
    Open = 1,

    /// <summary>To the worker: how to matte from now on. Answer: ready, after the model was loaded.</summary>
    Settings = 2,

    /// <summary>To the worker: the shared memory holds a frame. Answer: matte.</summary>
    Frame = 3,

    /// <summary>To the client: done, nothing more to say.</summary>
    Ready = 101,

    /// <summary>To the client: the shared memory holds the result.</summary>
    Matte = 102,

    /// <summary>To the client, instead of the answer: why it failed, in one line.</summary>
    Failed = 103,

    /// <summary>To the client, instead of a matte: why this frame has none, in one line. The next one may have one.</summary>
    NoMatte = 104,
}
