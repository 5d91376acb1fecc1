using System.Text.Json;
using U2Video.Core.Data;
using U2Video.Core.Metrics;

namespace U2Video.Core.Tests.Metrics;

/// <summary>Sums, tables, JSON and the choice of the worst, on pictures of two pixels.</summary>
public class EvaluationTextTests
{
    private static readonly float[] Truth = [1, 0];

    // IoU 1, 0.5, 0 and 0; MAE 0, 0.5, 0.5 and 1.
    private static readonly EvaluatedPicture Right = Picture("right", 1, 0);
    private static readonly EvaluatedPicture Much = Picture("too, \"much\"", 1, 1);
    private static readonly EvaluatedPicture None = Picture("none", 0, 0);
    private static readonly EvaluatedPicture Wrong = Picture("日本", 0, 1);

    private static readonly EvaluationReport Report = new("m.pth", 32, [new("a,b", [Right, Much, None]), new("c", [Wrong])]);

    [Fact]
    public void Means_count_each_picture_once()
    {
        Assert.Equal(4, Report.Summary.Pictures);
        Assert.Equal(0.5, Report.Summary.MeanAbsoluteError, 1e-12);
        Assert.Equal(1.5 / 4, Report.Summary.MeanIntersectionOverUnion, 1e-12);
        Assert.Equal(1.5 / 3, Report.DataSets[0].Summary.MeanIntersectionOverUnion, 1e-12);

        // At every threshold but 0: P = (1 + 1/2 + 0 + 0) / 4, R = (1 + 1 + 0 + 0) / 4. At 0 all is marked: P = 1/2, R = 1.
        Assert.Equal(0.65 / 1.15, Report.Summary.MaxF, 1e-12);
        Assert.Equal(0, Report.Summary.ThresholdOfMaxF);
    }

    [Fact]
    public void A_table_has_a_line_a_picture_and_quotes_names()
    {
        var lines = EvaluationCsv.Format(Report).Split("\r\n");

        Assert.Equal("data,name,width,height,mae,iou,max_f,adaptive_f,s_measure,boundary_f", lines[0]);
        Assert.StartsWith("\"a,b\",right,2,1,0.000000,1.000000,1.000000,1.000000,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\"a,b\",\"too, \"\"much\"\"\",2,1,0.500000,0.500000,0.565217,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("c,日本,2,1,1.000000,0.000000,", lines[4], StringComparison.Ordinal);
        Assert.Equal((6, ""), (lines.Length, lines[5]));
    }

    [Fact]
    public void Json_holds_all_figures()
    {
        using var json = JsonDocument.Parse(EvaluationJson.Format(Report));
        var root = json.RootElement;
        var first = root.GetProperty("data_sets")[0];

        Assert.Equal(("m.pth", "32"), (root.GetProperty("model").GetString(), root.GetProperty("size").GetString()));
        Assert.Equal(4, root.GetProperty("summary").GetProperty("pictures").GetInt32());
        Assert.Equal(Report.Summary.MaxF, root.GetProperty("summary").GetProperty("max_f").GetDouble());
        Assert.Equal("a,b", first.GetProperty("data").GetString());
        Assert.Equal(0.5, first.GetProperty("summary").GetProperty("iou").GetDouble());
        Assert.Equal("too, \"much\"", first.GetProperty("pictures")[1].GetProperty("name").GetString());
        Assert.Equal(Much.Measures.StructureMeasure, first.GetProperty("pictures")[1].GetProperty("s_measure").GetDouble());
    }

    [Fact]
    public void What_is_no_number_can_be_told()
    {
        var broken = Right with { Measures = Right.Measures with { MeanAbsoluteError = double.NaN } };

        Assert.Contains("\"mae\": \"NaN\"", EvaluationJson.Format(new("m", 32, [new("d", [broken])])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_come_first_and_of_equal_overlap_those_with_more_error()
    {
        Assert.Equal([Wrong, None, Much], WorstCases.Find(Report, 3).Select(entry => entry.Picture));
        Assert.Equal(4, WorstCases.Find(Report, 10).Count);
    }

    private static EvaluatedPicture Picture(string name, params float[] mask) => new(
        new TrainingPair(name, name + ".jpg", name + ".png"),
        2,
        1,
        PictureMeasures.Of(mask, Truth, width: 2),
        PrecisionRecallCurve.Of(mask, Truth));
}
