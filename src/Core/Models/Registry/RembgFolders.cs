namespace U2Video.Core.Models.Registry;

/// <summary>The folders in which rembg keeps its models. They are the same files, so a user of rembg has downloaded them already.</summary>
internal static class RembgFolders
{
    /// <summary>Where we keep models too: <c>$U2NET_HOME</c>, or else <c>~/.u2net</c>.</summary>
    public static string Main => Variable("U2NET_HOME") ?? Path.Combine(Home, ".u2net");

    /// <summary>More folders that versions of rembg have used, by their own rules for the environment.</summary>
    public static IReadOnlyList<string> Others
    {
        get
        {
            string?[] folders =
            [
                Path.Combine(Home, ".u2net"),
                Variable("XDG_DATA_HOME", ".u2net"),
                Variable("REMBG_HOME"),
                Variable("XDG_DATA_HOME", "rembg"),
                Path.Combine(Home, ".rembg"),
            ];
            return [.. folders.OfType<string>()];
        }
    }

    private static string Home => Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private static string? Variable(string name, string beneath = "") => Environment.GetEnvironmentVariable(name) switch
    {
        null or "" => null,
        // Variables are not always set by a shell that expands this.
        "~" => Path.Combine(Home, beneath),
        ['~', '/', .. var rest] => Path.Combine(Home, rest, beneath),
        var path => Path.GetFullPath(Path.Combine(path, beneath)),
    };
}
