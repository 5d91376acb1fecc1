namespace U2Video.Client;

/// <summary>Takes what the worker made of a frame.</summary>
/// <param name="result">What it is.</param>
/// <param name="pixels">Its pixels, only during the call.</param>
public delegate void ResultTaker(MatteResult result, ReadOnlySpan<byte> pixels);
