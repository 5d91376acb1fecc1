namespace U2Video.Core.Tests.Checkpoints.Fuzz;

/// <summary>A sound file to do harm to.</summary>
/// <param name="Name">The format's name, by which a test asks for it.</param>
/// <param name="Bytes">The whole file.</param>
/// <param name="Structure">The places of the bytes that mean something: all but the tensors' elements.</param>
internal sealed record FuzzSeed(string Name, byte[] Bytes, IReadOnlyList<int> Structure)
{
    /// <summary>A file whose structure is all that is left when the tensors' elements are taken out.</summary>
    public static FuzzSeed Around(string name, byte[] bytes, params IEnumerable<byte[]> elements)
    {
        var isElement = new bool[bytes.Length];
        foreach (var block in elements)
        {
            var start = bytes.AsSpan().IndexOf(block);
            Assert.True(start >= 0, $"{name} lacks the elements that it was made of.");
            isElement.AsSpan(start, block.Length).Fill(true);
        }

        return new FuzzSeed(name, bytes, [.. Enumerable.Range(0, bytes.Length).Where(place => !isElement[place])]);
    }

    public override string ToString() => Name;
}
