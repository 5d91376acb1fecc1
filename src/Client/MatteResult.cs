namespace U2Video.Client;

/// <summary>What the worker made of a frame.</summary>
/// <param name="IsGray">
/// Whether the result is the matte, one byte a pixel, for the caller to put into the frame; otherwise it is the whole new frame in RGBA.
/// </param>
/// <param name="ComputeTime">How long the worker computed, without copying the frame and the result.</param>
public readonly record struct MatteResult(bool IsGray, TimeSpan ComputeTime);
