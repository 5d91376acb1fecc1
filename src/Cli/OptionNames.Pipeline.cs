using System.Collections.Frozen;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Fixing;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli;

/// <summary>The options for the properties of Pipeline.</summary>
internal static partial class OptionNames
{
    // By type, in alphabetical order.
    private static readonly FrozenDictionary<PropertyName, string> OfPipeline = new Dictionary<PropertyName, string>
    {
        [PropertyName.Of<CombinedOutput>(nameof(CombinedOutput.Panels))] = "--panels",
        [PropertyName.Of<CombinedOutput>(nameof(CombinedOutput.Path))] = "--combined",
        [PropertyName.Of<CombinedOutput>(nameof(CombinedOutput.Stream))] = "--combined",

        [PropertyName.Of<CompositeOutput>(nameof(CompositeOutput.Path))] = "--composite",
        [PropertyName.Of<CompositeOutput>(nameof(CompositeOutput.Stream))] = "--composite",

        [PropertyName.Of<CutoutOutput>(nameof(CutoutOutput.Path))] = "--cutout",
        [PropertyName.Of<CutoutOutput>(nameof(CutoutOutput.Stream))] = "--cutout",

        [PropertyName.Of<FixOptions>(nameof(FixOptions.Corrections))] = "--fix",
        [PropertyName.Of<FixOptions>(nameof(FixOptions.Seconds))] = "--fix-time",

        [PropertyName.Of<ForegroundOutput>(nameof(ForegroundOutput.Path))] = "--foreground",
        [PropertyName.Of<ForegroundOutput>(nameof(ForegroundOutput.Stream))] = "--foreground",

        [PropertyName.Of<MaskOutput>(nameof(MaskOutput.Path))] = "--mask",
        [PropertyName.Of<MaskOutput>(nameof(MaskOutput.Stream))] = "--mask",

        [PropertyName.Of<Division>(nameof(Division.Into))] = "--part",
        [PropertyName.Of<Division>(nameof(Division.Segments))] = "--resume",

        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.DropSpecks))] = "--drop-specks",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Feather))] = "--feather",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.FillHoles))] = "--fill-holes",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Garbage))] = "--garbage",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Grow))] = "--grow",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Holdout))] = "--holdout",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Keep))] = "--keep",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Levels))] = "--levels",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Picks))] = "--pick",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Region))] = "--region",
        [PropertyName.Of<MatteEdits>(nameof(MatteEdits.Threshold))] = "--threshold",

        [PropertyName.Of<MattingOptions>(nameof(MattingOptions.BatchSize))] = "--batch",
        [PropertyName.Of<MattingOptions>(nameof(MattingOptions.Reuse))] = "--reuse",

        [PropertyName.Of<MediaOutput>(nameof(MediaOutput.Codec))] = "--codec",
        [PropertyName.Of<MediaOutput>(nameof(MediaOutput.Format))] = "--format",
        [PropertyName.Of<MediaOutput>(nameof(MediaOutput.Quality))] = "--quality",

        [PropertyName.Of<MediaSource>("frameRate")] = "--fps",
        [PropertyName.Of<MediaSource>(nameof(MediaSource.FromSequence))] = "--sequence",
        [PropertyName.Of<MediaSource>(nameof(MediaSource.FromStream))] = "- as the input and redirect: <",
        [PropertyName.Of<MediaSource>(nameof(MediaSource.FromUrl))] = "--allow-url",

        [PropertyName.Of<PartJoin>(nameof(PartJoin.Input))] = "--input",

        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Crop))] = "--crop",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.From))] = "--from",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Live))] = "--live",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Matte))] = "--matte",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.MaxFrames))] = "--max-frames",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Outputs))] =
            "--combined, --mask, --cutout, --foreground, --composite, --sheet or --matte",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Plays))] = "--loop",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.Smoothing))] = "--smooth",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.To))] = "--to",
        [PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.VideoStream))] = "--stream",

        [PropertyName.Of<RawVideoFormat>(nameof(RawVideoFormat.FrameRate))] = "--fps",
        [PropertyName.Of<RawVideoFormat>(nameof(RawVideoFormat.Pixels))] = "--raw",
        [PropertyName.Of<RawVideoFormat>("Size")] = "--size-in",

        [PropertyName.Of<ReplacedFile>("overwrite")] = "--overwrite",

        [PropertyName.Of<SheetOutput>(nameof(SheetOutput.Moments))] = "--sheet-moments",
        [PropertyName.Of<SheetOutput>(nameof(SheetOutput.Path))] = "--sheet",
        [PropertyName.Of<SheetOutput>(nameof(SheetOutput.Stream))] = "--sheet",

        [PropertyName.Of<SmoothingOptions>(nameof(SmoothingOptions.Radius))] = "--smooth lookahead",
        [PropertyName.Of<SmoothingOptions>(nameof(SmoothingOptions.Weight))] = "--smooth ema",

        [PropertyName.Of<SubjectCrop>(nameof(SubjectCrop.Margin))] = "--crop",
    }.ToFrozenDictionary();
}
