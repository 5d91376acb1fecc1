namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>How a pickle refers to the storages that lie beside it.</summary>
internal enum PickleDialect
{
    /// <summary>('storage', class, key, location, count): those within a zip.</summary>
    Zip,

    /// <summary>The same and view_metadata, which is None except for storages that are parts of others.</summary>
    Legacy,
}
