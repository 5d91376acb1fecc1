using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace U2Video.Plugin;

/// <summary>
/// The nine functions by which a host drives a filter, as frei0r's specification 1.2 describes them. No exception may leave them, because
/// the host cannot catch it.
/// </summary>
internal static unsafe partial class Exports
{
    private const int Success = 1;
    private const int Filter = 0; // F0R_PLUGIN_TYPE_FILTER
    private const int Rgba = 1; // F0R_COLOR_MODEL_RGBA8888
    private const int SpecificationVersion = 1;
    private const int MajorVersion = 0;
    private const int MinorVersion = 1;

    /// <summary>f0r_plugin_info_t: what the filter is.</summary>
    public struct FilterInfo
    {
        public byte* Name;
        public byte* Author;
        public int Kind;
        public int ColorModel;
        public int Specification;
        public int Major;
        public int Minor;
        public int ParameterCount;
        public byte* Explanation;
    }

    /// <summary>f0r_param_info_t: what a parameter is.</summary>
    public struct ParameterInfo
    {
        public byte* Name;
        public int Type;
        public byte* Explanation;
    }

    /// <summary>Called once after the library was loaded. ffmpeg takes less than 0 for a failure, GStreamer 0.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_init", CallConvs = [typeof(CallConvCdecl)])]
    public static int Initialize()
    {
        RestoreSignals();
        return Success;
    }

    /// <summary>Called before the host lets go of the library.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_deinit", CallConvs = [typeof(CallConvCdecl)])]
    public static void Deinitialize()
    {
    }

    /// <summary>Says what the filter is.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_get_plugin_info", CallConvs = [typeof(CallConvCdecl)])]
    public static void GetInfo(FilterInfo* info) => *info = new FilterInfo
    {
        Name = Constant("u2video"u8),
        Author = Constant("The U2Net.Video founders"u8),
        Kind = Filter,
        ColorModel = Rgba,
        Specification = SpecificationVersion,
        Major = MajorVersion,
        Minor = MinorVersion,
        ParameterCount = Parameters.Count,
        Explanation = Constant("Cuts people out with a neural network, which runs in a process of its own"u8),
    };

    /// <summary>Says what a parameter is.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_get_param_info", CallConvs = [typeof(CallConvCdecl)])]
    public static void GetParameterInfo(ParameterInfo* info, int index) => *info = new ParameterInfo
    {
        Name = Constant(Parameters.NameOf(index)),
        Type = (int)Parameters.TypeOf(index),
        Explanation = Constant(Parameters.ExplanationOf(index)),
    };

    /// <summary>Makes an instance. Hosts make some only to read the defaults, so nothing is started here.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_construct", CallConvs = [typeof(CallConvCdecl)])]
    public static nint Construct(uint width, uint height)
    {
        try
        {
            return GCHandle.ToIntPtr(GCHandle.Alloc(new FilterInstance((int)width, (int)height)));
        }
        catch (Exception failure)
        {
            FailureReport.Say(failure.Message);
            return 0;
        }
    }

    /// <summary>Ends an instance.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_destruct", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destruct(nint instance)
    {
        if (instance != 0)
        {
            var handle = GCHandle.FromIntPtr(instance);
            ((FilterInstance)handle.Target!).Dispose();
            handle.Free();
        }
    }

    /// <summary>Sets a parameter.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_set_param_value", CallConvs = [typeof(CallConvCdecl)])]
    public static void SetParameter(nint instance, void* value, int index)
    {
        if (instance != 0 && value is not null && index is >= 0 and < Parameters.Count)
        {
            Instance(instance).Set(index, value);
        }
    }

    /// <summary>Reads a parameter.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_get_param_value", CallConvs = [typeof(CallConvCdecl)])]
    public static void GetParameter(nint instance, void* value, int index)
    {
        if (instance != 0 && value is not null && index is >= 0 and < Parameters.Count)
        {
            Instance(instance).Get(index, value);
        }
    }

    /// <summary>Filters a frame.</summary>
    [UnmanagedCallersOnly(EntryPoint = "f0r_update", CallConvs = [typeof(CallConvCdecl)])]
    public static void Update(nint instance, double time, uint* input, uint* output)
    {
        if (instance == 0)
        {
            return;
        }

        try
        {
            Instance(instance).Update(time, input, output);
        }
        catch (Exception failure)
        {
            FailureReport.Say($"unexpected error: {failure.Message}");
        }
    }

    private static FilterInstance Instance(nint instance) => (FilterInstance)GCHandle.FromIntPtr(instance).Target!;

    [LibraryImport("signals", EntryPoint = "u2video_restore_signals")]
    private static partial void RestoreSignals();

    // Literals of UTF-8 are in the library's constant data, where nothing moves them, and the compiler adds a zero.
    private static byte* Constant(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
