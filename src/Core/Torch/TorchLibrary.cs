using System.Runtime.InteropServices;
using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Core.Torch;

/// <summary>
/// Chooses the libtorch of the process: the one beside the program, or an installed one, such as that of PyTorch, which may have
/// CUDA. TorchSharp's own native library, libLibTorchSharp.so, is always the one beside the program.
/// </summary>
/// <remarks>
/// C++ libraries of different versions need not fit together. TorchSharp 0.107 was built with libtorch 2.10, and accepts a 2.10 of any
/// build (CPU, CUDA). The adjacent versions, 2.9 and 2.11, are tried and accepted if no function is missing. All others are refused.
/// Not for several threads at once while a library is chosen; afterwards safe to call from several.
/// </remarks>
public static partial class TorchLibrary
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "U2VIDEO_TORCH_LIB";

    private const string ComputeLibrary = "libtorch_cpu.so";
    private const string BindingLibrary = "libLibTorchSharp.so";

    // Each library comes after those that it needs.
    private static readonly string[] Libraries = ["libc10.so", ComputeLibrary, "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];
    private static readonly string[] Required = ["libc10.so", ComputeLibrary, "libtorch.so"];
    private static readonly Version BuiltWith = new(2, 10);

    private static readonly Dictionary<string, nint> Loaded = [];

    private static string? _chosen;

    /// <summary>The folder that the libtorch in use was loaded from, symbolic links followed.</summary>
    /// <exception cref="DllNotFoundException">There is no libtorch.</exception>
    public static string Folder
    {
        get
        {
            _ = Version; // loads it
            var line = File.ReadLines("/proc/self/maps").First(line => line.EndsWith('/' + ComputeLibrary));
            return Path.GetDirectoryName(line[line.IndexOf('/', StringComparison.Ordinal)..])!;
        }
    }

    /// <summary>The version of the libtorch in use, as the library itself reports it.</summary>
    /// <exception cref="DllNotFoundException">There is no libtorch.</exception>
    public static Version Version => Unpack(AbiVersion());

    /// <summary>
    /// Loads libtorch from the folder that <c>U2VIDEO_TORCH_LIB</c> names. If it is not set, TorchSharp loads the
    /// one beside the program. This has to come before anything else of torch and applies to the whole process.
    /// </summary>
    /// <exception cref="DeviceException">As for <see cref="LoadFrom(string)"/>.</exception>
    internal static void LoadChosen()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            LoadFrom(folder, $"{Variable}={folder}");
        }
    }

    /// <summary>
    /// Loads libtorch from a folder, such as <c>…/site-packages/torch/lib</c> of a Python with PyTorch. Call this once at start-up,
    /// before anything else of torch. It applies to the whole process.
    /// </summary>
    /// <param name="folder">Holds libc10.so, libtorch_cpu.so, libtorch.so, and libtorch_cuda.so for CUDA.</param>
    /// <exception cref="DeviceException">
    /// The folder does not exist, or has no libtorch or one that does not fit; or torch has been used already. The process should then end,
    /// or not use torch, because some of the libraries may be loaded.
    /// </exception>
    public static void LoadFrom(string folder) => LoadFrom(folder, folder);

    private static void LoadFrom(string folder, string name)
    {
        var full = Path.GetFullPath(folder);
        if (full == _chosen)
        {
            return;
        }

        Check(full, name);
        if (DynamicLinker.Find(ComputeLibrary) != 0)
        {
            throw new DeviceException($"{name}: another libtorch is in use already; choose before anything else of torch is called.");
        }

        foreach (var library in Libraries.Where(library => File.Exists(Path.Combine(full, library))))
        {
            Load(Path.Combine(full, library), library, name, immediately: false);
        }

        if (VersionOf(Loaded[ComputeLibrary]) is { } version && !MayFit(version))
        {
            throw new DeviceException($"{name}: is libtorch {version}, but {BuiltWith} is needed. {Advice}");
        }

        // Immediately, so that a missing function is reported now. At its first call, it would end the process.
        Load(FindBinding(name), BindingLibrary, name, immediately: true);
        TakeNames(name);
        AnswerImports();
        _chosen = full;
    }

    internal static bool MayFit(Version version) => version.Major == BuiltWith.Major && Math.Abs(version.Minor - BuiltWith.Minor) <= 1;

    private static string Advice =>
        $"Name the folder torch/lib of PyTorch {BuiltWith}, or unset {Variable} to use the program's own libtorch.";

    private static void Check(string folder, string name)
    {
        if (!Directory.Exists(folder))
        {
            throw new DeviceException($"{name}: there is no such folder. {Advice}");
        }

        if (Required.FirstOrDefault(library => !File.Exists(Path.Combine(folder, library))) is { } missing)
        {
            throw new DeviceException($"{name}: holds no {missing}. {Advice}");
        }
    }

    private static void Load(string path, string library, string name, bool immediately)
    {
        var handle = DynamicLinker.Load(path, immediately, out var fault);
        if (handle == 0)
        {
            throw new DeviceException($"{name}: this libtorch does not fit: {fault}. {Advice}");
        }

        // The libraries find each other by name: if this one is not found by its name, a file in some other place would be used instead.
        if (DynamicLinker.Find(library) != handle)
        {
            throw new DeviceException($"{name}: this libtorch does not fit: {library} is another library under that name. {Advice}");
        }

        Loaded[library] = handle;
    }

    // The places where .NET itself would look for it.
    private static string FindBinding(string name)
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, BindingLibrary)).FirstOrDefault(File.Exists)
            ?? throw new DeviceException($"{name}: cannot be used: {BindingLibrary} is not beside the program; build it again.");
    }

    // The binding loads libtorch by a bare name before its first call, and that request cannot be redirected: .NET would find the file
    // beside the program. But it first tries the name without "lib", and the system's linker finds that name among the loaded libraries.
    private static void TakeNames(string name)
    {
        foreach (var taken in new[] { "torch_cpu.so", "torch_cuda.so" })
        {
            var file = TemporaryFiles.NewPath(".so");
            try
            {
                File.WriteAllBytes(file, NamedEmptyLibrary.Make(taken));
                Load(file, taken, name, immediately: false);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    // For our own calls of libtorch.
    private static void AnswerImports() => NativeLibrary.SetDllImportResolver(
        typeof(TorchLibrary).Assembly, (library, _, _) => Loaded.GetValueOrDefault(library + ".so"));

    private static unsafe Version? VersionOf(nint computeLibrary) =>
        NativeLibrary.TryGetExport(computeLibrary, "aoti_torch_abi_version", out var function)
            ? Unpack(((delegate* unmanaged<ulong>)function)())
            : null;

    // Libtorch packs a version into bytes, highest first.
    private static Version Unpack(ulong version) => new((int)(version >> 56), (int)((version >> 48) & 0xff), (int)((version >> 40) & 0xff));

    [LibraryImport("libtorch_cpu", EntryPoint = "aoti_torch_abi_version")]
    private static partial ulong AbiVersion();
}
