namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>An input that somebody might hand over.</summary>
/// <param name="Name">The file's name, which says what is wrong with it.</param>
/// <param name="Write">Makes it at a path.</param>
/// <param name="Passes">Whether it can be read after all; null where that depends on where the harm fell.</param>
internal sealed record HostileFile(string Name, Action<string> Write, bool? Passes = null)
{
    public static HostileFile Of(string name, byte[] bytes, bool? passes = null) =>
        new(name, path => File.WriteAllBytes(path, bytes), passes);

    public static HostileFile OfText(string name, string text, bool? passes = false) =>
        new(name, path => File.WriteAllText(path, text), passes);

    public static HostileFile Made(string name, bool? passes, params string[] arguments) =>
        new(name, path => Ffmpeg.Run([.. arguments, path]), passes);
}
