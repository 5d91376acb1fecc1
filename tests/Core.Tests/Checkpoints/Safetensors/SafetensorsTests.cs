using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Checkpoints.Safetensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["weight"] = rand(2, 3, 3, 3),
            ["transposed"] = rand(4, 5).t(),
            ["count"] = tensor(42L),
        };
        SafetensorsWriter.Write(_path, tensors, new Dictionary<string, string> { ["note"] = "ä \"quoted\"" });

        using var read = CheckpointReader.Read(_path);

        Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
        Assert.All(tensors, entry => Assert.True(entry.Value.equal(read.Tensors[entry.Key]).all().item<bool>()));
        Assert.Equal("ä \"quoted\"", read.Metadata["note"]);
    }

    [Fact]
    public void Halves_are_rounded_and_counters_kept()
    {
        using var scope = NewDisposeScope();
        var weight = rand(100);
        SafetensorsWriter.Write(
            _path, new Dictionary<string, Tensor> { ["w"] = weight, ["n"] = tensor(7L) }, new Dictionary<string, string>(),
            ScalarType.Float16);

        using var read = CheckpointReader.Read(_path);

        Assert.Equal(ScalarType.Float16, read.Tensors["w"].dtype);
        Assert.Equal(ScalarType.Int64, read.Tensors["n"].dtype);
        Assert.InRange((weight - read.Tensors["w"].to(float32)).abs().max().item<float>(), 0, 5e-4);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}""", 9)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4,4611686018427387904,4],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"a\n":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}""", 9)]
    [InlineData("""{"a\n":{"dtype":"Q\n4","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a\n":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("{\"__metadata__\":{\"a\":\"b\u0000\"}}", 0)]
    [InlineData("{\"a\":\n\tx\u0000\u2028}", 0)]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":[1,2]}""", 8)]
    [InlineData("""[1]""", 0)]
    [InlineData("""{"a":""", 0)]
    public void Damage_is_an_error_of_one_line(string header, int dataBytes)
    {
        Write((ulong)Encoding.UTF8.GetByteCount(header), header, dataBytes);

        var error = Assert.Throws<ModelException>(() => CheckpointReader.Read(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void More_tensors_than_any_network_has_are_refused()
    {
        const string tensor = """{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""";
        var header = $"{{{string.Join(',', Enumerable.Range(0, 65_537).Select(i => $"\"{i}\":{tensor}"))}}}";
        Write((ulong)header.Length, header, 0);

        var error = Assert.Throws<ModelException>(() => CheckpointReader.Read(_path));

        Assert.Contains("more than 65536 tensors", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1000)]
    public void A_header_longer_than_the_file_is_not_read(ulong length)
    {
        Write(length, "{}", 0);

        Assert.Throws<ModelException>(() => CheckpointReader.Read(_path));
    }

    [Theory]
    [InlineData("its header claims 3 bytes", 3UL, "{}", 0)]
    [InlineData("its header claims 104857601 bytes", (100UL << 20) + 1, "{}", 0)]
    [InlineData("see line 2 at byte 1", 4UL, "{\n\tx", 0)]
    [InlineData("not a JSON object", 3UL, "[1]", 0)]
    [InlineData("4 bytes belong to no tensor", 55UL, """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} """, 12)]
    [InlineData("not JSON, see line 1", 66UL, """{"a":{"dtype":"F32","shape":[[[[[2]]]]],"data_offsets":[0,8]}}    """, 8)]
    [InlineData("the element type 'null'", 54UL, """{"a":{"dtype":null,"shape":[2],"data_offsets":[0,8]}} """, 8)]
    public void Damage_is_named(string why, ulong headerLength, string header, int dataBytes)
    {
        Write(headerLength, header, dataBytes);
        using var stream = File.OpenRead(_path);

        var error = Assert.Throws<ModelException>(() => SafetensorsReader.Read(stream, "weights"));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_no_elements_and_of_as_many_dimensions_as_there_may_be_are_read()
    {
        const string header =
            """{"b":{"dtype":"U8","shape":[0,3],"data_offsets":[2,2]},"a":"""
            + """{"dtype":"F16","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,2]}}""";
        Write((ulong)header.Length, header, 2);
        using var read = CheckpointReader.Read(_path);

        Assert.Equal("safetensors", read.Format);
        Assert.Equal([0, 3], read.Tensors["b"].shape);
        Assert.Equal(16, read.Tensors["a"].dim());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abcdefgh")]
    public void Names_are_in_order_and_data_begins_at_a_multiple_of_eight(string name)
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(
            _path, new Dictionary<string, Tensor> { ["z"] = tensor(1L), [name] = tensor(2L) }, new Dictionary<string, string>());

        var file = File.ReadAllBytes(_path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal([2L, 1L], MemoryMarshal.Cast<byte, long>(file.AsSpan(sizeof(ulong) + length)).ToArray());
        Assert.Matches("}} {0,7}$", Encoding.UTF8.GetString(file, sizeof(ulong), length));
    }

    private void Write(ulong headerLength, string header, int dataBytes)
    {
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, headerLength);
        File.WriteAllBytes(_path, [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
    }
}
