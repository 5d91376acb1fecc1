namespace U2Video.Pipeline.Serving;

/// <summary>Which network a client of the worker asks for. Clients that ask for the same one share it.</summary>
/// <param name="Model">The weights: a name or a file.</param>
/// <param name="Size">The size that the network sees, as text; null for the square that the model was trained for.</param>
/// <param name="Device">Where it runs: cpu, cuda:0….</param>
internal sealed record NetworkChoice(string Model, string? Size, string Device);
