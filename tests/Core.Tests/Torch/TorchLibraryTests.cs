using U2Video.Core.Errors;
using U2Video.Core.Torch;

namespace U2Video.Core.Tests.Torch;

public sealed class TorchLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_library_in_use_is_the_one_beside_the_program()
    {
        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), TorchLibrary.Folder);
        Assert.Equal((2, 10), (TorchLibrary.Version.Major, TorchLibrary.Version.Minor));
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var missing = Path.Combine(_folder, "none");

        var error = Assert.Throws<DeviceException>(() => TorchLibrary.LoadFrom(missing));
        Assert.StartsWith(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_library_cannot_take_the_place_of_one_in_use()
    {
        _ = TorchSharp.torch.zeros(1);
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
        {
            File.WriteAllBytes(Path.Combine(_folder, name), NamedEmptyLibrary.Make(name));
        }

        var error = Assert.Throws<DeviceException>(() => TorchLibrary.LoadFrom(_folder));
        Assert.Contains("in use already", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.10.0", true)]
    [InlineData("2.10.7", true)]
    [InlineData("2.9.1", true)]
    [InlineData("2.11.0", true)]
    [InlineData("2.8.0", false)]
    [InlineData("2.12.0", false)]
    [InlineData("1.10.0", false)]
    [InlineData("3.10.0", false)]
    public void Only_its_own_version_and_those_beside_it_are_tried(string version, bool may) =>
        Assert.Equal(may, TorchLibrary.MayFit(Version.Parse(version)));

    [Fact]
    public void An_empty_library_is_found_by_its_name_once_it_is_loaded()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllBytes(file, NamedEmptyLibrary.Make("libnobodyhasthis.so.7"));
        Assert.Equal(0, DynamicLinker.Find("libnobodyhasthis.so.7"));

        var handle = DynamicLinker.Load(file, immediately: true, out var fault);

        Assert.Equal("", fault);
        Assert.NotEqual(0, handle);
        Assert.Equal(handle, DynamicLinker.Find("libnobodyhasthis.so.7"));
    }
}
