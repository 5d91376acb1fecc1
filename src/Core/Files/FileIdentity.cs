namespace U2Video.Core.Files;

/// <summary>Tells whether two names, or two open descriptors, are the same file.</summary>
/// <param name="Device">The device, its major number in the lower half.</param>
/// <param name="Number">The file's number (inode) on the device.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number);
