using System.Diagnostics;
using U2Video.Cli.Tests.Faults;
using U2Video.Core.Torch;

namespace U2Video.Cli.Tests;

/// <summary>U2VIDEO_TORCH_LIB in the real program, because it is a setting of a process.</summary>
public sealed class TorchLibraryTests : IDisposable
{
    private static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video torch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A copy, because the kernel shows a link by the name of its target.
    [Fact]
    public async Task A_clip_is_masked_by_the_library_of_that_folder_and_no_other()
    {
        Provide((from, to) => File.Copy(from, to));
        using var clip = new LongClip();
        using var program = ProgramProcess.Start(Start(_folder, clip.Arguments(Path.Combine(clip.NewFolder(), "mask.mp4"))));
        await program.EncodingAsync();

        // An encoder starts before the network does.
        string[] mapped;
        do
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            mapped = [.. Mapped(program.Id, "libtorch_cpu.so")];
        }
        while (mapped.Length == 0 && !program.Process.HasExited);

        Assert.Equal([Path.Combine(_folder, "libtorch_cpu.so")], mapped);
        Assert.Equal([Path.Combine(_folder, "libc10.so")], Mapped(program.Id, "libc10.so"));
        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")], Mapped(program.Id, "libLibTorchSharp.so"));
        ProgramProcess.Signal("INT", program.Id);
        Assert.Equal(ExitCode.Interrupted, (await program.WaitAsync()).Code);
    }

    [Fact]
    public async Task Links_will_do_and_doctor_names_the_version()
    {
        Provide((from, to) => File.CreateSymbolicLink(to, from));

        var run = await RunAsync(_folder, "doctor");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains($"2.10.0 ({AppContext.BaseDirectory.TrimEnd('/')})", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT USABLE", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_refused() => AssertRefused(await RunAsync(_folder + "/none", "doctor"), "no such folder");

    [Fact]
    public async Task A_folder_without_libtorch_is_refused() =>
        AssertRefused(await RunAsync(_folder, "in.mp4", "--mask", "out.mp4"), "libc10.so");

    [Fact]
    public async Task A_library_that_lacks_a_function_is_refused()
    {
        foreach (var name in Needed)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), NamedEmptyLibrary.Make(name));
        }

        AssertRefused(await RunAsync(_folder, "doctor"), "undefined symbol");
    }

    [Fact]
    public async Task A_library_under_a_false_name_is_refused()
    {
        foreach (var name in Needed)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), NamedEmptyLibrary.Make("libother.so"));
        }

        AssertRefused(await RunAsync(_folder, "doctor"), "another library");
    }

    [Fact]
    public async Task Text_is_refused()
    {
        foreach (var name in Needed)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), "This is no library.");
        }

        AssertRefused(await RunAsync(_folder, "doctor"), "too short");
    }

    [Fact]
    public async Task Who_asks_for_help_gets_it_whatever_the_folder() => Assert.Equal(0, (await RunAsync(_folder, "--help")).Code);

    private void AssertRefused(ProgramRun run, string reason)
    {
        Assert.Equal((ExitCode.Device, ""), (run.Code, run.Output));
        Assert.StartsWith($"u2video: U2VIDEO_TORCH_LIB={_folder}", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    // All of libtorch that lies beside the program, OpenMP's library too.
    private void Provide(Action<string, string> copy)
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "lib*.so*").Where(file => Path.GetFileName(file) is var name
            && (Needed.Contains(name) || name.StartsWith("libgomp", StringComparison.Ordinal))))
        {
            copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    private static IEnumerable<string> Mapped(int process, string library) =>
        File.ReadLines($"/proc/{process}/maps").Where(line => line.EndsWith('/' + library))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct();

    private static ProcessStartInfo Start(string folder, params string[] arguments) =>
        new(ProgramProcess.Path, arguments) { Environment = { [TorchLibrary.Variable] = folder } };

    private static async Task<ProgramRun> RunAsync(string folder, params string[] arguments)
    {
        var start = Start(folder, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, await output, await error);
    }
}
