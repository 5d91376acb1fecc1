using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenCvSharp;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;

namespace U2Video.Benchmarks.Live;

/// <summary>
/// Replays generated clips at their own pace into the program, as a user starts it, with a composite and the mask as outputs, and compares
/// its masks with the truth; then the same clips as files, without <c>--live</c>.
/// </summary>
/// <param name="way">file, nut or raw.</param>
/// <param name="height">Height of the clips; they are 16:9.</param>
/// <param name="seconds">Length of a clip.</param>
/// <param name="rest">Further options of both runs.</param>
internal sealed class Replay(string way, int height, int seconds, IReadOnlyList<string> rest)
{
    private const int Rate = 30;

    // How long the program starts; frames that come meanwhile are dropped.
    private const int Start = 2;

    // One clip of each kind of movement; the others differ in noise and light.
    private static readonly string[] Kinds = ["still, noise", "gentle", "hand-held", "moving, H.264", "cuts", "fast"];

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "../../Cli/release_linux-x64/u2video");

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-live-").FullName;

    private int Width => height * 16 / 9 / 2 * 2;

    /// <summary>Prints the table.</summary>
    /// <param name="people">Whom the clips show.</param>
    /// <param name="only">The only kind of clips; null for several.</param>
    public async Task RunAsync(IReadOnlyList<Cutout> people, string? only)
    {
        var table = new Table(
        [
            ("clip", 16), ("frames/s from 2 s on", 8), ("dropped", 7), ("inferred", 8), ("p50, ms", 7), ("p95, ms", 7), ("p99, ms", 7),
            ("IoU live", 8), ("IoU offline", 11),
        ]);
        try
        {
            var rows = new List<double[]>();
            foreach (var kind in ClipKind.All.Where(kind => only is null ? Kinds.Contains(kind.Name) : kind.Name == only))
            {
                var clip = new ClipGenerator(people, seconds * Rate).Make(kind, 1);
                var file = At("clip.mp4");
                Encode(clip, file);
                var live = await RunLiveAsync(file, clip).ConfigureAwait(false);
                var offline = await RunOfflineAsync(file, clip).ConfigureAwait(false);
                rows.Add([.. live, offline]);
                Print(kind.Name, rows[^1]);
                foreach (var picture in clip.Frames)
                {
                    picture.Dispose();
                }
            }

            Print("mean", [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))]);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }

        void Print(string name, double[] values) => table.Row(
            name, $"{values[0]:F1}", $"{values[1]:F0}", $"{100 * values[2]:F0} %", $"{1000 * values[3]:F0}", $"{1000 * values[4]:F0}",
            $"{1000 * values[5]:F0}", $"{values[6]:F4}", $"{values[7]:F4}");
    }

    private async Task<double[]> RunLiveAsync(string file, Smoothing.Clip clip)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{Width}x{height}");
        var (producer, input) = way switch
        {
            "file" => ("", file),
            "nut" => ($"ffmpeg -v error -re -i {file} -c copy -flush_packets 1 -f nut - |", "-"),
            _ => ($"ffmpeg -v error -re -i {file} -f rawvideo -pix_fmt rgb24 -sws_flags fast_bilinear - |",
                $"- --raw rgb24 --size-in {size} --fps {Rate}"),
        };
        var run = Measure($"{producer} {Program} {input} --live {Outputs("live")} --progress json {string.Join(' ', rest)}");
        var end = JsonDocument.Parse(run.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        var details = end.GetProperty("live");
        var latency = details.GetProperty("latency");
        var (iou, late) = await IoUAsync(At("live.nut"), clip).ConfigureAwait(false);
        return
        [
            (double)late / (seconds - Start), details.GetProperty("dropped").GetInt64(), details.GetProperty("inferredShare").GetDouble(),
            Of("p50"), Of("p95"), Of("p99"), iou,
        ];

        double Of(string name) => latency.GetProperty(name).GetDouble();
    }

    private async Task<double> RunOfflineAsync(string file, Smoothing.Clip clip)
    {
        Measure($"{Program} {file} --mask {At("offline.nut")} --overwrite --progress none {string.Join(' ', rest)}");
        return (await IoUAsync(At("offline.nut"), clip).ConfigureAwait(false)).Mean;
    }

    private string Outputs(string name) =>
        $"--composite {At(name + ".mp4")} --background '#00ff00' --mask {At(name + ".nut")} --overwrite";

    // All frames that came out, each against the truth of its own time, at the truth's size; and how many there are after the start.
    private static async Task<(double Mean, int Late)> IoUAsync(string masks, Smoothing.Clip clip)
    {
        // An output begins at 0, whatever was dropped before. The last frame is never dropped.
        var first = clip.Truths!.Count - 1 - await LastAsync(masks).ConfigureAwait(false);
        await using var decoder = await VideoDecoder.OpenFileAsync(
            masks, new DecoderOptions(), CancellationToken.None).ConfigureAwait(false);
        var (sum, count, late) = (0.0, 0, 0);
        await foreach (var frame in decoder.ReadFramesAsync().ConfigureAwait(false))
        {
            using (frame)
            {
                var number = first + NumberOf(frame, decoder);
                sum += IoU(frame, clip.Truths[Math.Clamp(number, 0, clip.Truths.Count - 1)]);
                count++;
                late += number >= Start * Rate ? 1 : 0;
            }
        }

        return (sum / count, late);
    }

    private static int NumberOf(Frame frame, VideoDecoder decoder) =>
        (int)Math.Round((double)Rate * frame.Timestamp * decoder.Video.TimeBase.Numerator / decoder.Video.TimeBase.Denominator);

    // The number of the last frame, counted from the first.
    private static async Task<int> LastAsync(string masks)
    {
        await using var decoder = await VideoDecoder.OpenFileAsync(
            masks, new DecoderOptions(), CancellationToken.None).ConfigureAwait(false);
        var last = 0;
        await foreach (var frame in decoder.ReadFramesAsync().ConfigureAwait(false))
        {
            last = NumberOf(frame, decoder);
            frame.Dispose();
        }

        return last;
    }

    private static double IoU(Frame mask, Mask truth)
    {
        using var pixels = FrameMat.Of(mask);
        using var channel = pixels.Mat.ExtractChannel(0);
        using var shown = channel.Resize(new Size(truth.Width, truth.Height), 0, 0, InterpolationFlags.Area);
        using var values = FrameMat.Of(truth);
        using var found = new Mat();
        using var right = new Mat();
        using var common = new Mat();
        using var either = new Mat();
        Cv2.Compare(shown, Scalar.All(127), found, CmpTypes.GT);
        Cv2.Compare(values.Mat, Scalar.All(0.5), right, CmpTypes.GE);
        Cv2.BitwiseAnd(found, right, common);
        Cv2.BitwiseOr(found, right, either);
        var all = Cv2.CountNonZero(either);
        return all == 0 ? 1 : (double)Cv2.CountNonZero(common) / all;
    }

    private void Encode(Smoothing.Clip clip, string file)
    {
        var (width, rows) = (clip.Frames[0].Width, clip.Frames[0].Height);
        using var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg",
            [
                .. $"-v error -y -f rawvideo -pix_fmt rgb24 -s {width}x{rows} -r {Rate} -i - -vf scale={Width}:{height}".Split(' '),
                .. "-c:v libx264 -preset veryfast -bf 0 -crf 16 -pix_fmt yuv420p".Split(' '), file,
            ])
        { RedirectStandardInput = true })!;
        foreach (var frame in clip.Frames)
        {
            ffmpeg.StandardInput.BaseStream.Write(frame.Pixels.Span);
        }

        ffmpeg.StandardInput.Close();
        ffmpeg.WaitForExit();
    }

    // What a command line wrote to stderr.
    private static string Measure(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", "set -o pipefail; " + line]) { RedirectStandardError = true };
        foreach (var (name, value) in Clip.Ours.Environment)
        {
            start.Environment[name] = value;
        }

        return Processes.Measured.Run(start).Output;
    }

    private string At(string name) => Path.Combine(_folder, name);
}
