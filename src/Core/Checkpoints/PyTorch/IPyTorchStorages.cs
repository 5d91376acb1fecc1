namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>The storages of a checkpoint, wherever its format keeps them.</summary>
internal interface IPyTorchStorages
{
    /// <summary>The length of a storage in bytes. So many can be read from the file, if it is not damaged.</summary>
    /// <exception cref="Errors.ModelException">The storage is absent, or its length is a lie.</exception>
    long LengthOf(string key);

    /// <summary>Fills memory of the storage's length with its bytes.</summary>
    /// <exception cref="Errors.ModelException">The data cannot be read.</exception>
    void Read(string key, Span<byte> destination);
}
