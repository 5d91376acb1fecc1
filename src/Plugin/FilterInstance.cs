using System.Runtime.InteropServices;
using U2Video.Client;

namespace U2Video.Plugin;

/// <summary>One filter in a host: its parameters and its client of the worker. Nothing is started before the first frame.</summary>
/// <remarks>Not for several threads at the same time; frei0r promises that.</remarks>
internal sealed unsafe class FilterInstance : IDisposable
{
    private readonly int _width;
    private readonly int _height;
    private readonly WorkerClient _client;
    private readonly double[] _numbers = new double[Parameters.Count];
    private readonly string[] _texts = new string[Parameters.Count];
    private readonly nint[] _given = new nint[Parameters.Count];
    private MatteSettings? _settings;
    private double _lastTime = double.NaN;

    /// <summary>Makes a filter for frames of a size in pixels.</summary>
    public FilterInstance(int width, int height)
    {
        (_width, _height) = (width, height);
        _client = new WorkerClient(width, height, FilterFile.Folder);
        for (var index = 0; index < Parameters.Count; index++)
        {
            _numbers[index] = Parameters.DefaultNumber(index);
            _texts[index] = Parameters.DefaultText(index);
        }
    }

    /// <summary>Sets a parameter from the host's value.</summary>
    public void Set(int index, void* value)
    {
        if (Parameters.TypeOf(index) == ParameterType.Text)
        {
            _texts[index] = Marshal.PtrToStringUTF8((nint)(*(byte**)value)) ?? "";
        }
        else if (double.IsFinite(*(double*)value))
        {
            _numbers[index] = *(double*)value;
        }

        _settings = null;
    }

    /// <summary>Writes a parameter to the host's place; a text stays valid until the next call for it.</summary>
    public void Get(int index, void* value)
    {
        if (Parameters.TypeOf(index) == ParameterType.Text)
        {
            Marshal.FreeCoTaskMem(_given[index]);
            _given[index] = Marshal.StringToCoTaskMemUTF8(_texts[index]);
            *(byte**)value = (byte*)_given[index];
        }
        else
        {
            *(double*)value = _numbers[index];
        }
    }

    /// <summary>Filters a frame. On a failure the frame passes through, marked, and the reason goes to stderr.</summary>
    /// <param name="time">The time as the host gives it (<see cref="HostTime"/>).</param>
    /// <param name="input">RGBA, eight bits each.</param>
    /// <param name="output">The same, in memory of its own.</param>
    public void Update(double time, uint* input, uint* output)
    {
        var frame = new ReadOnlySpan<uint>(input, _width * _height);
        var result = new Span<uint>(output, _width * _height);
        try
        {
            _settings ??= Parameters.ToSettings(_numbers, _texts);
            _client.Settings = _settings;
            Matte(frame, result, HostTime.Seconds(time));
            FailureReport.Clear();
        }
        catch (WorkerException failure)
        {
            if (!failure.IsRepeated)
            {
                FailureReport.Say(failure.Message);
            }

            Pixels.PassMarked(frame, result, _width, _height);
        }
    }

    /// <summary>Leaves the worker and gives the memory back.</summary>
    public void Dispose()
    {
        _client.Dispose();
        foreach (var text in _given)
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private void Matte(ReadOnlySpan<uint> frame, Span<uint> result, double time)
    {
        // A host that seeks backwards shows another part of the clip. Forward steps are left to the worker, which sees cuts by itself,
        // because hosts that deal frames among several instances skip some all the time.
        var startsAnew = time < _lastTime;
        _lastTime = time;
        var isMask = _settings!.Output == MatteOutput.Mask;
        fixed (uint* from = frame, to = result)
        {
            var (source, target, count) = ((nint)from, (nint)to, frame.Length);
            _client.Matte(MemoryMarshal.AsBytes(frame), startsAnew, time, (made, pixels) =>
            {
                var destination = new Span<uint>((void*)target, count);
                if (!made.IsGray)
                {
                    pixels.CopyTo(MemoryMarshal.AsBytes(destination));
                }
                else if (isMask)
                {
                    Pixels.Gray(pixels, destination);
                }
                else
                {
                    Pixels.WithAlpha(new ReadOnlySpan<uint>((void*)source, count), pixels, destination);
                }
            });
        }
    }
}
