namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>The storages of a checkpoint, wherever its format keeps them.</summary>
internal interface IPyTorchStorages
{
    /// <summary>The length of a storage in bytes. The file has this many bytes for it, unless it is damaged.</summary>
    /// <exception cref="Errors.ModelException">The storage is absent, or does not have the length that the file claims.</exception>
    long LengthOf(string key);

    /// <summary>Fills memory of the storage's length with its bytes.</summary>
    /// <exception cref="Errors.ModelException">The data cannot be read.</exception>
    void Read(string key, Span<byte> destination);
}
