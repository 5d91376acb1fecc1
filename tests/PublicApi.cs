using System.Reflection;
using PublicApiGenerator;

namespace U2Video.Tests;

/// <summary>Compares a library's public surface with the text that was reviewed; a change of either needs a change of the other.</summary>
internal static class PublicApi
{
    public static void AssertReviewed(Assembly library, string folder)
    {
        var reviewed = Path.Combine(Fixtures.Path(""), "..", folder, "PublicApi.txt");
        var actual = library.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("U2VIDEO_ACCEPT_PUBLIC_API") == "1")
        {
            File.WriteAllText(reviewed, actual);
        }

        // To accept a change: U2VIDEO_ACCEPT_PUBLIC_API=1 ./test --filter-class '*PublicApiTests', then review the difference.
        Assert.Equal(File.ReadAllText(reviewed), actual);
    }
}
